namespace Isaa.Protocol.Chains;

/// <summary>A chain as a tree of nodes to be drawn, with what a run did so far where one is given.</summary>
public sealed record ChainGraph
{
    /// <summary>The chain's name; null for none.</summary>
    public string? Name { get; init; }

    /// <summary>The outermost node.</summary>
    public required ChainGraphNode Root { get; init; }
}
