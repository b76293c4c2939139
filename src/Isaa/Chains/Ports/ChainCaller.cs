namespace Isaa.Chains.Ports;

/// <summary>On whose behalf a chain calls a function.</summary>
public sealed record ChainCaller
{
    /// <summary>The session the chain's agents go on with; null for none.</summary>
    public string? Session { get; init; }

    /// <summary>The job the chain runs as; null for a run in memory.</summary>
    public string? Job { get; init; }
}
