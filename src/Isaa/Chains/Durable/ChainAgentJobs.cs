using System.Security.Cryptography;
using System.Text;
using Isaa.Agents;
using Isaa.Chains.Engine;
using Isaa.Chains.Ports;
using Isaa.Chains.Running;
using Isaa.Jobs;

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
    public async Task<IChainAgent> GetAsync(string reference, string tenant, CancellationToken cancellationToken = default) =>
        new AgentJob(this, await agents.GetAsync(reference, tenant, cancellationToken));

    public async Task<IChainAgent> GetFormatterAsync(string tenant, CancellationToken cancellationToken = default) =>
        new AgentJob(this, await agents.GetFormatterAsync(tenant, cancellationToken));

    private async Task<ChainAgentAnswer> RunAsync(string reference, ChainAgentCall call, CancellationToken cancellationToken)
    {
        var id = IdOf(call.Place);
        if (await queue.FindAsync(id, cancellationToken) is not { } job)
        {
            await runner.EnqueueAsync(reference, call.Input, FlowAgentPort.OptionsOf(call) with { Id = id, Tags = [$"chain:{context.Id}"] }, cancellationToken);
            throw new ChainSuspendedException(isNew: true);
        }

        return AgentRunner.FindResult(job) is { } result
            ? FlowAgentPort.AnswerOf(result) with { Run = id.ToString() }
            : throw new ChainSuspendedException();
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
