using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Isaa.Agents;
using Isaa.Chains.Engine;
using Isaa.Chains.Ports;
using Isaa.Chains.Running;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Steps;
using Isaa.Protocol.Agents;

namespace Isaa.Chains.Durable;

/// <summary>
/// Runs the agents of a durable chain as jobs of their own, whose ids follow from the run and the place: a turn that an agent has finished is never asked
/// again, whoever dies, and the chain gives its slot free meanwhile.
/// </summary>
/// <param name="context">The chain's attempt.</param>
/// <param name="agents">The engine's agents.</param>
/// <param name="runner">Adds their runs.</param>
/// <param name="queue">Knows how far they are.</param>
/// <param name="journal">Tells of what begins.</param>
internal sealed class ChainAgentJobs(JobContext context, IChainAgents agents, AgentRunner runner, JobQueue queue, LeafJournal journal) : IChainAgents
{
    private const string Call = "agent";

    private const string PlaceTag = "node:";

    private readonly ConcurrentDictionary<JobId, string> _awaited = new();

    /// <summary>The runs that the chain was found to wait for, without those of groups that have failed meanwhile.</summary>
    public IReadOnlyList<JobId> Awaited => [.. _awaited.Keys];

    /// <summary>Cancels the runs at a place and below it, which nobody waits for any more, because another branch of their group failed.</summary>
    public async Task CancelBelowAsync(string place, CancellationToken cancellationToken)
    {
        foreach (var child in await context.ReadChildrenAsync(cancellationToken))
        {
            if (child.IsOpen && !child.State.IsFinal() && (_awaited.GetValueOrDefault(child.Job) ?? await FindPlaceAsync(child.Job, cancellationToken)) is { } at && IsBelow(at, place))
            {
                _awaited.TryRemove(child.Job, out _);
                await CancelAsync(child.Job, cancellationToken);
            }
        }
    }

    /// <summary>Cancels all that are at work but those waited for.</summary>
    public async Task CancelAllButAsync(IReadOnlyCollection<JobId> awaited, CancellationToken cancellationToken)
    {
        foreach (var child in await context.ReadChildrenAsync(cancellationToken))
        {
            if (child.IsOpen && !child.State.IsFinal() && !awaited.Contains(child.Job))
            {
                await CancelAsync(child.Job, cancellationToken);
            }
        }
    }

    public async Task<IChainAgent> GetAsync(string reference, string tenant, CancellationToken cancellationToken = default) =>
        new AgentJob(this, await agents.GetAsync(reference, tenant, cancellationToken));

    public async Task<IChainAgent> GetFormatterAsync(string tenant, CancellationToken cancellationToken = default) =>
        new AgentJob(this, await agents.GetFormatterAsync(tenant, cancellationToken));

    private Task<JobState?> CancelAsync(JobId run, CancellationToken cancellationToken) => queue.CancelAsync(run, "another branch of its group failed", cancellationToken);

    private async Task<ChainAgentAnswer> RunAsync(string reference, ChainAgentCall call, CancellationToken cancellationToken)
    {
        var id = IdOf(call.Place);
        var job = await queue.FindAsync(id, cancellationToken);
        if (job is null)
        {
            await AddAsync(id, reference, call, cancellationToken);
            _awaited[id] = call.Place;
            throw new ChainSuspendedException();
        }

        journal.NoteBegun();
        if (AgentRunner.FindResult(job) is { } result && (result.Status == AgentRunStatus.Completed || !await RetryAsync(id, call.Place, cancellationToken)))
        {
            Note(call.Report, job.Job, result);
            return FlowAgentPort.AnswerOf(result) with { Run = id.ToString() };
        }

        _awaited[id] = call.Place;
        throw new ChainSuspendedException();
    }

    private async Task AddAsync(JobId id, string reference, ChainAgentCall call, CancellationToken cancellationToken)
    {
        var options = FlowAgentPort.OptionsOf(call) with { Id = id, Queue = context.Job.Queue, Priority = context.Job.Priority, Tags = TagsOf(call.Place) };
        var prepared = await runner.PrepareAsync(reference, call.Input, options, cancellationToken);
        var children = new ChildOptions { Enqueue = prepared.Queueing, OnFailure = FailurePolicy.Ignore, Events = journal.Begin(call.Leaf!, call.Place) };
        await context.EnqueueChildrenAsync(new StepKey(call.Place, 0, Call), [prepared.Job], children, cancellationToken);
        await runner.LineUpAsync(prepared, id, cancellationToken);
    }

    // The run failed for an earlier attempt at the chain, which was charged for it and is tried again; so is the run, once for each such attempt.
    private async Task<bool> RetryAsync(JobId id, string place, CancellationToken cancellationToken) =>
        context.Job.Charged > 0 && await context.RetryChildrenAsync(new StepKey(place, context.Job.Charged, Call), [id], cancellationToken);

    private static void Note(LeafReport? report, Job job, AgentResult result)
    {
        if (report is not null)
        {
            (report.Run, report.Usage, report.CostUsd) = (job.Id.ToString(), result.Usage, result.CostUsd);
            report.Milliseconds = (long)(job.FinishedAt!.Value - job.CreatedAt).TotalMilliseconds;
        }
    }

    // By a place that is too long for a tag its run is not found again; it is cancelled when the attempt ends.
    private string[] TagsOf(string place) => NameText.FindFault(PlaceTag + place) is null ? [$"chain:{context.Id}", PlaceTag + place] : [$"chain:{context.Id}"];

    private async Task<string?> FindPlaceAsync(JobId run, CancellationToken cancellationToken) =>
        (await queue.FindAsync(run, cancellationToken))?.Job.Tags.FirstOrDefault(tag => tag.StartsWith(PlaceTag, StringComparison.Ordinal))?[PlaceTag.Length..];

    private static bool IsBelow(string at, string place) =>
        at.StartsWith(place, StringComparison.Ordinal) && (at.Length == place.Length || at[place.Length] is '/' or '[');

    private JobId IdOf(string place)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{context.Id}\n{place}"));
        return new JobId(new Guid(hash.AsSpan(0, 16)));
    }

    private sealed class AgentJob(ChainAgentJobs jobs, IChainAgent agent) : IChainAgent
    {
        public string Name => agent.Name;

        public string Reference => agent.Reference;

        public Task<ChainAgentAnswer> RunAsync(ChainAgentCall call, CancellationToken cancellationToken) => jobs.RunAsync(agent.Reference, call, cancellationToken);
    }
}
