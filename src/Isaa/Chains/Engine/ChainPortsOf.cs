using Isaa.Chains.Ports;
using Isaa.Chains.Nodes;

namespace Isaa.Chains.Engine;

/// <summary>What a chain that runs by itself can reach: through one of its agents all agents of that engine.</summary>
internal static class ChainPortsOf
{
    public static ChainPorts Agents(ChainNode root) => Find(root) is { } agent
        ? new ChainPorts { Agents = new FlowAgentsPort(agent.Agent.Siblings) }
        : ChainPorts.None;

    private static FlowAgentPort? Find(ChainNode node) => (node as AgentNode)?.Bound as FlowAgentPort
        ?? (node as FormatNode)?.Bound as FlowAgentPort
        ?? node.Children.Select(Find).FirstOrDefault(found => found is not null);
}
