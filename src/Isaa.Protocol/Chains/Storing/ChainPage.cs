namespace Isaa.Protocol.Chains.Storing;

/// <summary>Chains, or versions of one.</summary>
public sealed record ChainPage
{
    /// <summary>The chains.</summary>
    public required IReadOnlyList<ChainView> Chains { get; init; }
}
