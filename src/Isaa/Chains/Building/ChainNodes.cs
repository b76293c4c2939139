using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;

namespace Isaa.Chains.Building;

/// <summary>Walks through nodes and makes changed ones.</summary>
internal static class ChainNodes
{
    /// <summary>A node and all inside it, in the order in which they were written.</summary>
    public static IEnumerable<ChainNode> All(ChainNode root) => root.Children.SelectMany(All).Prepend(root);

    /// <summary>The names of the functions and predicates it needs.</summary>
    public static IEnumerable<string> Functions(ChainNode root) => All(root)
        .Select(node => node switch
        {
            FunctionNode function => function.Function,
            ConditionNode { Comparison: ChainComparison.Predicate } condition => condition.Key,
            _ => null,
        })
        .OfType<string>()
        .Distinct(StringComparer.Ordinal);

    /// <summary>The same tree with its leaves replaced.</summary>
    /// <param name="node">The tree.</param>
    /// <param name="change">Gives what stands in a leaf's place; the same leaf to keep it.</param>
    public static async Task<ChainNode> ReplaceAsync(ChainNode node, Func<ChainNode, Task<ChainNode>> change)
    {
        switch (node)
        {
            case SequenceNode sequence:
                return sequence with { Steps = await ReplaceAllAsync(sequence.Steps, change) };
            case ParallelNode parallel:
                var branches = await ReplaceAllAsync(parallel.Children, change);
                return parallel with { Branches = [.. parallel.Branches.Select((branch, i) => branch with { Node = branches[i] })] };
            case ElseNode otherwise:
                return otherwise with { Left = await ReplaceAsync(otherwise.Left, change), Right = await ReplaceAsync(otherwise.Right, change) };
            case FallbackNode fallback:
                return fallback with { Alternatives = await ReplaceAllAsync(fallback.Alternatives, change) };
            case RepeatNode repeat:
                return repeat with { Body = await ReplaceAsync(repeat.Body, change) };
            default:
                return await change(node);
        }
    }

    private static async Task<IReadOnlyList<ChainNode>> ReplaceAllAsync(IReadOnlyList<ChainNode> nodes, Func<ChainNode, Task<ChainNode>> change)
    {
        var replaced = new ChainNode[nodes.Count];
        for (var i = 0; i < replaced.Length; i++)
        {
            replaced[i] = await ReplaceAsync(nodes[i], change);
        }

        return replaced;
    }
}
