namespace Isaa.Protocol.Runs;

/// <summary>An error that a run met, once or again and again.</summary>
public sealed record RunErrorPattern
{
    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>The tool; null when it was none.</summary>
    public string? Tool { get; init; }

    /// <summary>How often.</summary>
    public required int Count { get; init; }

    /// <summary>What was said the last time.</summary>
    public required string LastText { get; init; }
}
