namespace Isaa.Protocol.Chains.Storing;

/// <summary>Makes an earlier version the newest again.</summary>
public sealed record RollbackChain
{
    /// <summary>The version to go back to.</summary>
    public required int Version { get; init; }

    /// <summary>Who goes back; null when nobody said.</summary>
    public string? SavedBy { get; init; }
}
