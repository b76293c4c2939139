using Isaa.Chains.Nodes;
using Isaa.Diagnostics;

namespace Isaa.Chains.Building;

/// <summary>How large a chain is. No chain larger than the limits can be made, so that all that walks through one may do so freely.</summary>
/// <param name="Nodes">Its nodes.</param>
/// <param name="Depth">How deep its nodes lie.</param>
internal readonly record struct ChainSize(int Nodes, int Depth)
{
    public static ChainSize One { get; } = new(1, 1);

    /// <summary>The size of a node around others.</summary>
    public static ChainSize Around(params ReadOnlySpan<ChainSize> inner)
    {
        var (nodes, depth) = (1, 0);
        foreach (var size in inner)
        {
            nodes += size.Nodes;
            depth = Math.Max(depth, size.Depth);
        }

        return Check(nodes, depth + 1);
    }

    /// <summary>The size when one more is added to a node that has this size.</summary>
    public ChainSize With(ChainSize added) => Check(Nodes + added.Nodes, Math.Max(Depth, added.Depth + 1));

    /// <summary>Measures without recursion: the node may come from a stranger.</summary>
    public static ChainSize Of(ChainNode root)
    {
        var waiting = new Stack<(ChainNode Node, int Depth)>([(root, 1)]);
        var (nodes, deepest) = (0, 0);
        while (waiting.TryPop(out var next))
        {
            deepest = Math.Max(deepest, next.Depth);
            Check(++nodes, deepest);
            foreach (var child in next.Node.Children)
            {
                if (child is null)
                {
                    throw new IsaaException("chain_invalid", $"A node inside {NodeNames.KindOf(next.Node)} is null; put a node there or leave it out.");
                }

                waiting.Push((child, next.Depth + 1));
            }
        }

        return new ChainSize(nodes, deepest);
    }

    private static ChainSize Check(int nodes, int depth) =>
        nodes > Chain.MaxNodes ? throw new IsaaException("chain_too_large", $"The chain has more than {Chain.MaxNodes} nodes. Map a list with [n] or use Repeat instead of writing each node.")
        : depth > Chain.MaxDepth ? throw new IsaaException("chain_too_large", $"The chain's groups lie more than {Chain.MaxDepth} deep. Take parentheses away, or make parts of it chains of their own.")
        : new ChainSize(nodes, depth);
}
