using Isaa.Chains.Building;
using Isaa.Chains.Nodes;
using Isaa.Jobs.Steps;

namespace Isaa.Chains;

/// <summary>A function as a node of a chain. Immutable.</summary>
public sealed class ChainFunction : Chain
{
    private readonly FunctionNode _node;

    internal ChainFunction(FunctionNode node)
        : base(node, ChainSize.One) => _node = node;

    /// <summary>The same function, which may be called again when a crash left its outcome unknown. Without this such a call is reported as failed.</summary>
    public ChainFunction Repeatable() => new(_node with { Kind = StepKind.Repeatable });
}
