namespace Isaa.Protocol.Chains.Storing;

/// <summary>A version of a stored chain.</summary>
public sealed record ChainDetailView
{
    /// <summary>The version.</summary>
    public required ChainView Chain { get; init; }

    /// <summary>The chain as text.</summary>
    public required string Text { get; init; }

    /// <summary>What it works with.</summary>
    public required ChainUsesView Uses { get; init; }

    /// <summary>What keeps it from running now, for example an agent that is gone; empty for nothing.</summary>
    public IReadOnlyList<ChainFindingView> Findings { get; init; } = [];
}
