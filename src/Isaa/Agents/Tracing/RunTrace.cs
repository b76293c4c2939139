using System.Diagnostics;
using Isaa.Diagnostics;
using Isaa.Diagnostics.Tracing;
using Isaa.Jobs;
using Isaa.Protocol.Agents;

namespace Isaa.Agents.Tracing;

/// <summary>One attempt of a run as a span <c>invoke_agent AGENT</c> and as a measurement. Not thread safe.</summary>
internal sealed class RunTrace : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly Activity? _span;
    private TagList _tags;

    public RunTrace(AgentRunJob arguments, Job job, string session, TimeProvider time)
    {
        _time = time;
        _began = time.GetTimestamp();
        var (provider, model) = GenAi.Split(arguments.Model);
        _tags = new TagList { { GenAi.Operation, GenAi.InvokeAgent }, { GenAi.Provider, provider }, { GenAi.RequestModel, model }, { GenAi.AgentName, arguments.Agent } };
        _span = IsaaTelemetry.Source.StartActivity(ActivityKind.Internal, tags: _tags, name: $"{GenAi.InvokeAgent} {arguments.Agent}");
        _span?.SetTag(GenAi.AgentId, $"{job.Tenant}/{arguments.Agent}");
        _span?.SetTag(GenAi.AgentVersion, $"{arguments.Version}");
        _span?.SetTag(GenAi.Conversation, session);
        _span?.SetTag("isaa.job.id", job.Id.ToString());
    }

    /// <summary>Takes what the run used so far, and how the attempt ended.</summary>
    public void Take(TokenUsage used, JobOutcome outcome)
    {
        _span?.SetTag(GenAi.InputTokens, used.Input);
        _span?.SetTag(GenAi.OutputTokens, used.Output);
        _span?.SetTag(GenAi.CachedTokens, used.CachedInput);
        if (outcome is JobOutcome.Failed failed)
        {
            _tags.Add(GenAi.ErrorType, failed.Error.Code);
            _span?.SetTag(GenAi.ErrorType, failed.Error.Code);
            _span?.SetStatus(ActivityStatusCode.Error);
        }
    }

    public void Dispose()
    {
        GenAiMeter.RecordAgent(_tags, _time.GetElapsedTime(_began));
        _span?.Dispose();
    }
}
