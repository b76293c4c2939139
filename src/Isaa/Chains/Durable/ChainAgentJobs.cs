using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Isaa.Agents;
using Isaa.Chains.Engine;
using Isaa.Chains.Ports;
using Isaa.Chains.Running;
using Isaa.Jobs;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Steps;

namespace Isaa.Chains.Durable;

/// <summary>
/// Runs the agents of a durable chain as jobs of their own, whose ids follow from the run and the place: a turn that an agent has finished is never asked
/// again, whoever dies, and the chain gives its slot free meanwhile.
/// </summary>
/// <param name="context">The chain's attempt.</param>
/// <param name="agents">The engine's agents.</param>
/// <param name="runner">Adds their runs.</param>
/// <param name="queue">Knows how far they are.</param>
internal sealed class ChainAgentJobs(JobContext context, IChainAgents agents, AgentRunner runner, JobQueue queue) : IChainAgents
{
    private readonly ConcurrentDictionary<JobId, bool> _awaited = new();

    /// <summary>The runs that the chain was found to wait for since this was asked last.</summary>
    public IReadOnlyList<JobId> TakeAwaited()
    {
        var awaited = _awaited.Keys.ToList();
        _awaited.Clear();
        return awaited;
    }

    public async Task<IChainAgent> GetAsync(string reference, string tenant, CancellationToken cancellationToken = default) =>
        new AgentJob(this, await agents.GetAsync(reference, tenant, cancellationToken));

    public async Task<IChainAgent> GetFormatterAsync(string tenant, CancellationToken cancellationToken = default) =>
        new AgentJob(this, await agents.GetFormatterAsync(tenant, cancellationToken));

    private async Task<ChainAgentAnswer> RunAsync(string reference, ChainAgentCall call, CancellationToken cancellationToken)
    {
        var id = IdOf(call.Place);
        var job = await queue.FindAsync(id, cancellationToken);
        if (job is not null && AgentRunner.FindResult(job) is { } result)
        {
            return FlowAgentPort.AnswerOf(result) with { Run = id.ToString() };
        }

        if (job is null)
        {
            await AddAsync(id, reference, call, cancellationToken);
        }

        _awaited[id] = true;
        throw new ChainSuspendedException(isNew: job is null);
    }

    private async Task AddAsync(JobId id, string reference, ChainAgentCall call, CancellationToken cancellationToken)
    {
        var options = FlowAgentPort.OptionsOf(call) with { Id = id, Queue = context.Job.Queue, Priority = context.Job.Priority, Tags = [$"chain:{context.Id}"] };
        var prepared = await runner.PrepareAsync(reference, call.Input, options, cancellationToken);
        await context.EnqueueChildrenAsync(
            new StepKey(call.Place, 0, "agent"), [prepared.Job], new ChildOptions { Enqueue = prepared.Queueing, OnFailure = FailurePolicy.Ignore }, cancellationToken);
        await runner.LineUpAsync(prepared, id, cancellationToken);
    }

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
