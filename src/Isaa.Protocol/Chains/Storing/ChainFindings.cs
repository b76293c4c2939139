namespace Isaa.Protocol.Chains.Storing;

/// <summary>What was found wrong with a chain.</summary>
public sealed record ChainFindings
{
    /// <summary>The findings; empty when it can run.</summary>
    public required IReadOnlyList<ChainFindingView> Findings { get; init; }
}
