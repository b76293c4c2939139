using System.Text.Json.Serialization;

namespace Isaa.Chains.Nodes;

/// <summary><c>a &gt;&gt; b</c>: one after the other; a sequence inside a sequence is a pair of parentheses.</summary>
public sealed record SequenceNode : ChainNode
{
    /// <summary>The nodes in order; at least one.</summary>
    public required IReadOnlyList<ChainNode> Steps { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<ChainNode> Children => Steps;
}
