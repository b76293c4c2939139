namespace Isaa.Chains.Nodes;

/// <summary>A branch of a parallel group.</summary>
public sealed record ParallelBranch
{
    /// <summary>The name the program gave it; null for a name made from its last node.</summary>
    public string? Name { get; init; }

    /// <summary>What runs.</summary>
    public required ChainNode Node { get; init; }
}
