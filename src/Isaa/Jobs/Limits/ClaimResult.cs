using Isaa.Jobs.Store;

namespace Isaa.Jobs.Limits;

/// <summary>What a claim took, and when it pays to come again.</summary>
public sealed record ClaimResult
{
    /// <summary>The jobs the worker now holds.</summary>
    public required IReadOnlyList<ClaimedJob> Jobs { get; init; }

    /// <summary>When a rate limit lets more of the waiting jobs start; null when none holds any back.</summary>
    public DateTimeOffset? NextAt { get; init; }
}
