namespace Isaa.Protocol.Queues;

/// <summary>How long a queue keeps its ended jobs, one entry for each ended state.</summary>
public sealed record RetentionPage
{
    /// <summary>The rules.</summary>
    public required IReadOnlyList<RetentionView> Rules { get; init; }
}
