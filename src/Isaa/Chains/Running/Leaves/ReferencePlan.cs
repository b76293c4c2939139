using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running.Leaves;

/// <summary>Stands for a chain that was not put in its place: a chain that runs by itself knows no others.</summary>
internal sealed class ReferencePlan(string path, ReferenceNode node) : LeafPlan(path, node)
{
    public override ValueTask<ChainValue> ActAsync(ChainValue input, ChainFrame frame, LeafReport? report) => throw ChainPorts.Unbound($"the chain '{node.Chain}'");
}
