using Isaa.Chains.Building;
using Isaa.Chains.Nodes;

namespace Isaa.Chains.Conditions;

/// <summary>
/// <c>IS</c>: asks something of the data. <c>IS(…) &gt;&gt; yes % no</c> goes one of two ways; <c>IS(…) &gt;&gt; a &gt;&gt; b</c> runs what follows
/// only when it holds, else the data passes through. Immutable.
/// </summary>
public sealed class ChainCondition : Chain
{
    internal ChainCondition(ConditionNode node)
        : base(node, ChainSize.One) => Node = node;

    internal ConditionNode Node { get; }
}
