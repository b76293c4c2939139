using Isaa.Chains.Engine;
using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;

namespace Isaa.Chains.Running;

/// <summary>A checked chain, ready to run. Serves any number of runs at once.</summary>
internal sealed class ChainPlan
{
    public ChainPlan(ChainNode source, PlanNode root)
    {
        Source = source;
        Root = root;
        Reachable = ChainPortsOf.Agents(source);
        Leaves = Count(root);
    }

    /// <summary>The chain as it was written.</summary>
    public ChainNode Source { get; }

    public PlanNode Root { get; }

    /// <summary>What it can reach when it runs by itself.</summary>
    public ChainPorts Reachable { get; }

    /// <summary>How many nodes act themselves; those inside a map or loop count once.</summary>
    public int Leaves { get; }

    private static int Count(PlanNode node) => (node is LeafPlan ? 1 : 0) + node.Children.Sum(child => Count(child.Node));
}
