using Isaa.Jobs;

namespace Isaa.Storage.Jobs.Moves;

/// <summary>A change of a job's state, and what changes with it.</summary>
/// <param name="To">The state after.</param>
/// <param name="Event">The type of the event that tells of it.</param>
internal readonly record struct JobMove(JobState To, int Event)
{
    /// <summary>The event's body; null for none.</summary>
    public byte[]? Body { get; init; }

    /// <summary>The new time before which it does not start, which also says since when it waits; null leaves both.</summary>
    public long? RunAt { get; init; }

    /// <summary>The newest failure; null leaves the one before.</summary>
    public JobError? Error { get; init; }

    /// <summary>Why it was cancelled; null leaves what was asked for.</summary>
    public string? CancelReason { get; init; }

    /// <summary>A failure is charged.</summary>
    public bool IsCharged { get; init; }

    /// <summary>A lost worker is counted.</summary>
    public bool IsStalled { get; init; }

    /// <summary>It starts afresh: failures, lost workers, error and the wish to cancel are forgotten.</summary>
    public bool IsAfresh { get; init; }

    /// <summary>It goes to the end of its group's line even when it might keep its place.</summary>
    public bool GivesUpTicket { get; init; }
}
