using System.Diagnostics;
using Isaa.Diagnostics;
using Isaa.Diagnostics.Tracing;
using Isaa.Tools;

namespace Isaa.Agents.Tracing;

/// <summary>One call of a tool as a span <c>execute_tool TOOL</c> and as a measurement. Not thread safe.</summary>
internal sealed class ToolTrace : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly Activity? _span;
    private TagList _tags;

    public ToolTrace(string tool, string arguments, ToolCallContext call, TimeProvider time)
    {
        _time = time;
        _began = time.GetTimestamp();
        _tags = new TagList { { GenAi.Operation, GenAi.ExecuteTool }, { GenAi.ToolName, tool }, { GenAi.ToolType, "function" } };
        _span = IsaaTelemetry.Source.StartActivity(ActivityKind.Internal, tags: _tags, name: $"{GenAi.ExecuteTool} {tool}");
        _span?.SetTag(GenAi.ToolCallId, call.CallId);
        _span?.SetTag(GenAi.AgentName, call.Agent);
        _span?.SetTag(GenAi.Conversation, call.Session);
        if (IsaaTelemetry.CapturesContent)
        {
            _span?.SetTag(GenAi.ToolArguments, arguments);
        }
    }

    /// <summary>Takes the call's result.</summary>
    public ToolResult Take(ToolResult result)
    {
        if (result.IsError)
        {
            _tags.Add(GenAi.ErrorType, result.ErrorCode ?? "error");
            _span?.SetTag(GenAi.ErrorType, result.ErrorCode ?? "error");
            _span?.SetStatus(ActivityStatusCode.Error);
        }

        if (IsaaTelemetry.CapturesContent)
        {
            _span?.SetTag(GenAi.ToolResult, result.Text);
        }

        return result;
    }

    public void Dispose()
    {
        GenAiMeter.RecordTool(_tags, _time.GetElapsedTime(_began));
        _span?.Dispose();
    }
}
