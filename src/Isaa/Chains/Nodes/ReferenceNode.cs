namespace Isaa.Chains.Nodes;

/// <summary>Another chain by its name. It is put in its place when a run is added; a chain that leads back to itself is refused.</summary>
public sealed record ReferenceNode : ChainNode
{
    /// <summary>The chain, as <c>NAME</c> or <c>NAME@VERSION</c>.</summary>
    public required string Chain { get; init; }
}
