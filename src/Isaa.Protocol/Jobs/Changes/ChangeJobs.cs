namespace Isaa.Protocol.Jobs.Changes;

/// <summary>A request to change all jobs that a filter means, or to count them first.</summary>
public sealed record ChangeJobs
{
    /// <summary>One of <see cref="JobActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>Which jobs. An empty filter means all jobs and is refused unless <see cref="All"/> is set.</summary>
    public required JobFilter Filter { get; init; }

    /// <summary>Allows a filter that means all jobs.</summary>
    public bool All { get; init; }

    /// <summary>Only counts what would be changed.</summary>
    public bool DryRun { get; init; }

    /// <summary>With <c>cancel</c>: why, at most 1,000 characters. Null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>With <c>reprioritise</c>: the new priority, lower runs first.</summary>
    public int? Priority { get; init; }

    /// <summary>With <c>reschedule</c>: the new time; with <c>retry</c>: the earliest time, null for at once.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>With <c>retry</c>: so many run again in each second, the rest later. Null for no limit.</summary>
    public double? PerSecond { get; init; }

    /// <summary>Where the call before ended (<see cref="ChangedJobs.Next"/>); null to begin.</summary>
    public string? Next { get; init; }
}
