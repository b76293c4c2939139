namespace Isaa.Chains.Nodes;

/// <summary>A text as the answer. It may stand only as an alternative after <c>|</c>.</summary>
public sealed record TextNode : ChainNode
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }
}
