using Isaa.Chains.Nodes;

namespace Isaa.Chains.Checking;

/// <summary>Says which conditions have no other way yet, and so what a <c>%</c> belongs to.</summary>
internal static class OpenWays
{
    /// <summary>The parts of <c>a % b % c</c>.</summary>
    public static IReadOnlyList<ChainNode> PartsOf(ElseNode node)
    {
        var parts = new List<ChainNode>();
        ChainNode current = node;
        while (current is ElseNode inner)
        {
            parts.Add(inner.Right);
            current = inner.Left;
        }

        parts.Add(current);
        parts.Reverse();
        return parts;
    }

    /// <summary>Whether a node holds a condition that still takes a <c>%</c>.</summary>
    public static bool IsOpen(ChainNode node) => node switch
    {
        ConditionNode => true,
        ElseNode otherwise => IsOpen(otherwise.Right),
        SequenceNode { Steps.Count: > 0 } sequence => HasGuard(sequence) || (sequence.Steps[^1] is SequenceNode or ElseNode && !IsPair(sequence, sequence.Steps.Count - 1) && IsOpen(sequence.Steps[^1])),
        _ => false,
    };

    /// <summary>Whether a node is the two ways of the condition right before it.</summary>
    public static bool IsPair(ChainNode node) => node is ElseNode otherwise && !IsOpen(PartsOf(otherwise)[0]);

    private static bool HasGuard(SequenceNode sequence)
    {
        for (var i = 0; i < sequence.Steps.Count; i++)
        {
            if (sequence.Steps[i] is ConditionNode && !IsPair(sequence, i + 1))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPair(SequenceNode sequence, int at) =>
        at > 0 && at < sequence.Steps.Count && sequence.Steps[at - 1] is ConditionNode && IsPair(sequence.Steps[at]);
}
