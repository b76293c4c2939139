using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Searching;

namespace Isaa.Agents.Memory;

/// <summary>Looks at what agents keep in mind beside their runs, and changes it. Thread safe.</summary>
public sealed class AgentMinds
{
    private const int ActivityCount = 10;

    private readonly IAgentStateStore _store;
    private readonly JobQueue _queue;
    private readonly JobSearch _search;
    private readonly IdSource _ids;
    private readonly TimeProvider _time;

    /// <summary>Creates it.</summary>
    public AgentMinds(IAgentStateStore store, JobQueue queue, JobSearch search, IdSource ids, TimeProvider time)
    {
        _store = store;
        _queue = queue;
        _search = search;
        _ids = ids;
        _time = time;
    }

    /// <summary>What an agent keeps in mind; empty when it never remembered anything.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<AgentInternalState> GetAsync(string agent, string tenant = "default", CancellationToken cancellationToken = default) =>
        _store.GetAsync(tenant, agent, cancellationToken);

    /// <summary>What an agent does and did: its newest runs, at most 10.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<Job>> ListActivitiesAsync(string agent, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var filter = new JobFilter { Kind = AgentRunJob.Kind, Tenant = tenant, Fields = [new FieldMatch { Path = ["agent"], Value = agent }] };
        return (await _search.ListAsync(new JobQuery { Filter = filter, Limit = ActivityCount }, cancellationToken)).Jobs;
    }

    /// <summary>Changes what an agent keeps in mind; it is on disk when this returns. Runs that are going on see it when they are picked up next.</summary>
    /// <param name="agent">The agent's name.</param>
    /// <param name="change">The change; its time and id are given here when they are missing.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call; it may still take effect.</param>
    /// <returns>What the agent keeps in mind afterwards.</returns>
    public Task<AgentInternalState> ChangeAsync(string agent, AgentStateChange change, string tenant = "default", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return _store.ChangeAsync(new AgentStateWrite { Tenant = tenant, Agent = agent, Changes = [Complete(change)] }, cancellationToken);
    }

    /// <summary>Makes the notes of a run that has ended into learnings of its agent. Doing it again adds nothing.</summary>
    /// <param name="run">The run.</param>
    /// <param name="project">The project they hold for; null for everywhere.</param>
    /// <param name="cancellationToken">Cancels the call; it may still take effect.</param>
    /// <returns>What the agent keeps in mind afterwards.</returns>
    /// <exception cref="IsaaException"><c>run_unknown</c>, <c>run_state_conflict</c>: it has not ended.</exception>
    public async Task<AgentInternalState> PromoteAsync(JobId run, string? project = null, CancellationToken cancellationToken = default)
    {
        var detail = await _queue.FindAsync(run, cancellationToken);
        if (detail is not { Job.Kind: AgentRunJob.Kind })
        {
            throw new IsaaException("run_unknown", $"There is no agent run {run}.");
        }

        var result = AgentRunner.FindResult(detail) ?? throw new IsaaException("run_state_conflict", $"Run {run} has not ended; its notes are not its last.");
        AgentStateChange[] changes = [.. result.Notes.Select(note => Complete(new AgentStateChange.Learn(note, project) { Run = run }))];
        return await _store.ChangeAsync(new AgentStateWrite { Tenant = detail.Job.Tenant, Agent = result.Agent, Changes = changes }, cancellationToken);
    }

    private AgentStateChange Complete(AgentStateChange change) => change with
    {
        Id = change.Id.Length > 0 ? change.Id : _ids.Next().ToString("N")[^8..],
        At = change.At == default ? _time.GetUtcNow() : change.At,
    };
}
