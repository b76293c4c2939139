namespace Isaa.Jobs.Limits;

/// <summary>A queue as it stands.</summary>
public sealed record QueueStatus
{
    /// <summary>Its settings.</summary>
    public required QueueSettings Settings { get; init; }

    /// <summary>None of its jobs starts before this time, because a handler said so; null when nothing holds it back.</summary>
    public DateTimeOffset? BlockedUntil { get; init; }

    /// <summary>How many jobs it has in each state; states without jobs are left out.</summary>
    public required IReadOnlyDictionary<JobState, long> Counts { get; init; }
}
