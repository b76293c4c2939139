using Isaa.Chains.Ports;
using Isaa.Agents;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;

namespace Isaa.Chains.Engine;

/// <summary>An agent of the engine inside a chain. A run that fails is an error here, so that it reaches the fallback.</summary>
/// <param name="agent">The agent.</param>
internal sealed class FlowAgentPort(FlowAgent agent) : IChainAgent
{
    public string Name => agent.Name;

    public string Reference => $"{agent.Name}@{agent.Version}";

    /// <summary>The agent.</summary>
    public FlowAgent Agent => agent;

    public async Task<ChainAgentAnswer> RunAsync(ChainAgentCall call, CancellationToken cancellationToken)
    {
        var options = OptionsOf(call);
        return call.OnEvent is { } onEvent
            ? AnswerOf(await WatchAsync(call.Input, options, onEvent, cancellationToken))
            : AnswerOf(await agent.RunAsync(call.Input, options, cancellationToken));
    }

    /// <summary>How a chain adds a run.</summary>
    public static AgentRunOptions OptionsOf(ChainAgentCall call) => new()
    {
        Session = call.Session,
        Folder = call.Folder,
        OutputSchema = call.Schema,
        Tenant = call.Tenant,
    };

    /// <summary>What a chain makes of a run's result.</summary>
    /// <exception cref="IsaaException">The run failed or was cancelled.</exception>
    public static ChainAgentAnswer AnswerOf(AgentResult result) => result.Status == AgentRunStatus.Completed
        ? new ChainAgentAnswer
        {
            Value = result.Json is { } json ? ChainValue.Of(json) : ChainValue.Of(result.Text),
            Usage = result.Usage,
            CostUsd = result.CostUsd,
        }
        : throw new IsaaException(result.Error?.Code ?? "agent_failed", result.Error?.Message ?? $"The run of agent '{result.Agent}' ended as {result.Status}.");

    private async Task<AgentResult> WatchAsync(string input, AgentRunOptions options, Func<AgentEvent, ValueTask> onEvent, CancellationToken cancellationToken)
    {
        var run = await agent.StartAsync(input, options, cancellationToken);
        try
        {
            AgentResult? result = null;
            await foreach (var one in agent.WatchAsync(run, cancellationToken))
            {
                await onEvent(one);
                result = (one as AgentEvent.Answer)?.Result ?? result;
            }

            return result ?? await agent.WaitAsync(run, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await agent.CancelAsync(run, "the chain stopped", CancellationToken.None);
            throw;
        }
    }
}
