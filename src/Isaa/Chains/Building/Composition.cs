using Isaa.Chains.Nodes;
using Isaa.Diagnostics;

namespace Isaa.Chains.Building;

/// <summary>What the operators make.</summary>
internal static class Composition
{
    /// <summary>
    /// <c>left &gt;&gt; right</c>. A sequence on the left grows, for parentheses there cannot be told from none; one on the right stays a group.
    /// </summary>
    public static Chain Then(Chain left, Chain right)
    {
        Check(left, right);
        Junctions.Check(left.Root, right.Root);
        return left.Root is SequenceNode open
            ? new Chain(new SequenceNode { Steps = [.. open.Steps, right.Root] }, left.Size.With(right.Size))
            : new Chain(new SequenceNode { Steps = [left.Root, right.Root] }, ChainSize.Around(left.Size, right.Size));
    }

    /// <summary><c>left + right</c>. Groups without a name become one group, so that the order of the operands is the order of the results.</summary>
    public static Chain Beside(Chain left, Chain right)
    {
        Check(left, right);
        var parallel = new ParallelNode { Branches = [.. BranchesOf(left), .. BranchesOf(right)] };
        return new Chain(parallel, ChainSize.Of(parallel));
    }

    /// <summary><c>left % right</c>.</summary>
    public static Chain Otherwise(Chain left, Chain right)
    {
        Check(left, right);
        return new Chain(new ElseNode { Left = left.Root, Right = right.Root }, ChainSize.Around(left.Size, right.Size));
    }

    /// <summary><c>left | right</c>. A fallback on the left grows.</summary>
    public static Chain OnFailure(Chain left, Chain right)
    {
        Check(left, right);
        return left.Root is FallbackNode open
            ? new Chain(new FallbackNode { Alternatives = [.. open.Alternatives, right.Root] }, left.Size.With(right.Size))
            : new Chain(new FallbackNode { Alternatives = [left.Root, right.Root] }, ChainSize.Around(left.Size, right.Size));
    }

    /// <summary><c>left | "text"</c>.</summary>
    public static Chain OnFailure(Chain left, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return OnFailure(left, new Chain(new TextNode { Text = text }, ChainSize.One));
    }

    /// <summary>A pair of parentheses that stays.</summary>
    public static Chain Group(Chain inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return new Chain(new SequenceNode { Steps = [inner.Root] }, ChainSize.Around(inner.Size), inner.Name);
    }

    public static Chain Parallel(IReadOnlyList<Chain> branches)
    {
        if (branches.Count == 0)
        {
            throw new IsaaException("chain_invalid", "A parallel group has no branches; give it at least one chain.");
        }

        var parallel = new ParallelNode { Branches = [.. branches.Select(b => new ParallelBranch { Name = b.Name, Node = b.Root })] };
        return new Chain(parallel, ChainSize.Of(parallel));
    }

    private static IEnumerable<ParallelBranch> BranchesOf(Chain chain) => chain is { Name: null, Root: ParallelNode parallel }
        ? parallel.Branches
        : [new ParallelBranch { Name = chain.Name, Node = chain.Root }];

    private static void Check(Chain left, Chain right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
    }
}
