using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;

namespace Isaa.Chains.Building;

/// <summary>What can be said to be wrong where two nodes meet, as soon as they do.</summary>
internal static class Junctions
{
    public static void Check(ChainNode left, ChainNode right)
    {
        var before = left is SequenceNode sequence ? sequence.Steps[^1] : left;
        if (before is FormatNode { IsEach: false } format && right is ConditionNode condition)
        {
            SchemaChecks.CheckCondition(condition, SchemaChecks.OutputOf(format));
        }
    }
}
