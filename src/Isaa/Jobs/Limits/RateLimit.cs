namespace Isaa.Jobs.Limits;

/// <summary>How many jobs may start in a time. What is not used is saved up, no further than the burst; kept in the store, so it survives restarts.</summary>
public sealed record RateLimit
{
    /// <summary>How many may start in each <see cref="Per"/>; at least 1.</summary>
    public required int Jobs { get; init; }

    /// <summary>The time; positive.</summary>
    public required TimeSpan Per { get; init; }

    /// <summary>How many may start at once after a quiet time; at least 1. Null for as many as <see cref="Jobs"/>.</summary>
    public int? Burst { get; init; }
}
