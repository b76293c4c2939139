using System.Text.Json.Serialization;

namespace Isaa.Chains.Nodes;

/// <summary><c>a + b</c> or <c>a &amp; b</c>: all at once on the same data. The result is a list in this order.</summary>
public sealed record ParallelNode : ChainNode
{
    /// <summary>The branches in order; at least two.</summary>
    public required IReadOnlyList<ParallelBranch> Branches { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<ChainNode> Children => [.. Branches.Select(b => b.Node)];
}
