using Isaa.Chains.Building;
using Isaa.Chains.Nodes;
using Isaa.Diagnostics;

namespace Isaa.Chains;

/// <summary>
/// Agents, formats, conditions and functions composed with operators. Immutable and thread safe: every operator gives a new chain. What it is made of
/// may be inherited from only inside the engine.
/// </summary>
/// <remarks>
/// The operators bind as C# binds them, which is the order of the language they come from: <c>-</c> and <c>+</c> after <c>%</c>, then
/// <c>&gt;&gt;</c>, <c>&amp;</c>, <c>|</c>.
/// </remarks>
public partial class Chain
{
    /// <summary>How many nodes a chain may have.</summary>
    public const int MaxNodes = 5_000;

    /// <summary>How deep its groups may lie inside one another.</summary>
    public const int MaxDepth = 64;

    internal Chain(ChainNode root, ChainSize size, string? name = null)
    {
        Root = root;
        Size = size;
        Name = name;
    }

    /// <summary>The chain as it was written.</summary>
    public ChainNode Root { get; }

    /// <summary>The name that <see cref="Named"/> gave; null for none. As a branch of a parallel group it is the branch's name.</summary>
    public string? Name { get; }

    internal ChainSize Size { get; }

    /// <summary>A chain of a node and all that is inside it.</summary>
    /// <param name="root">The node.</param>
    /// <param name="name">Its name; null for none.</param>
    /// <exception cref="IsaaException"><c>chain_too_large</c>.</exception>
    public static Chain Of(ChainNode root, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(root);
        return new Chain(root, ChainSize.Of(root), name);
    }

    /// <summary>The same chain with a name.</summary>
    /// <param name="name">The name.</param>
    public Chain Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new Chain(Root, Size, name);
    }

    /// <summary>The nodes as they were written, as one line.</summary>
    public override string ToString() => Name ?? NodeNames.Of(Root);
}
