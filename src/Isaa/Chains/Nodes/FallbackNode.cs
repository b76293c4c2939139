using System.Text.Json.Serialization;

namespace Isaa.Chains.Nodes;

/// <summary><c>a | b</c>: the first that does not fail, left to right, each on the original data.</summary>
public sealed record FallbackNode : ChainNode
{
    /// <summary>The alternatives in order; at least two.</summary>
    public required IReadOnlyList<ChainNode> Alternatives { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<ChainNode> Children => Alternatives;
}
