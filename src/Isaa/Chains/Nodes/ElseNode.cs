using System.Text.Json.Serialization;

namespace Isaa.Chains.Nodes;

/// <summary>
/// <c>a % b</c>: otherwise. Where <see cref="Left"/> holds a condition that has no other way yet, <see cref="Right"/> is that way of the innermost one;
/// else the two are the ways of the condition right before them.
/// </summary>
public sealed record ElseNode : ChainNode
{
    /// <summary>What stands before <c>%</c>.</summary>
    public required ChainNode Left { get; init; }

    /// <summary>What stands after <c>%</c>.</summary>
    public required ChainNode Right { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override IReadOnlyList<ChainNode> Children => [Left, Right];
}
