namespace Isaa.Jobs;

/// <summary>A job as it stands, without its arguments and result.</summary>
public sealed record Job
{
    /// <summary>The job's id.</summary>
    public required JobId Id { get; init; }

    /// <summary>Whose job it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The queue it belongs to.</summary>
    public required string Queue { get; init; }

    /// <summary>Selects the handler.</summary>
    public required string Kind { get; init; }

    /// <summary>A short text for lists; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>Lower runs first.</summary>
    public required int Priority { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it may run; equal to <see cref="CreatedAt"/> when it was not delayed.</summary>
    public required DateTimeOffset RunAt { get; init; }

    /// <summary>When the newest attempt started; null before the first.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How often it was claimed.</summary>
    public required int Started { get; init; }

    /// <summary>How many failures were charged against its retry policy.</summary>
    public required int Charged { get; init; }

    /// <summary>How often its worker's lease was lost.</summary>
    public required int Stalled { get; init; }

    /// <summary>What happens after a failed attempt.</summary>
    public required RetryPolicy Retry { get; init; }

    /// <summary>How long one attempt may run; null for no limit.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>It must have started by then; null for no limit.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>It must have ended by then; null for no limit.</summary>
    public DateTimeOffset? DeadlineAt { get; init; }

    /// <summary>The key of its group; null when it has none.</summary>
    public string? Group { get; init; }

    /// <summary>Ready, but waiting for its group's turn.</summary>
    public bool IsHeld { get; init; }

    /// <summary>The unique key it was added with; null for none.</summary>
    public string? UniqueKey { get; init; }

    /// <summary>Whether the last in is the first out.</summary>
    public bool IsLifo { get; init; }

    /// <summary>Capabilities a worker must declare to claim it.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Words to search by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The W3C trace context of the caller; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The job whose child it is; null for none.</summary>
    public JobId? Parent { get; init; }

    /// <summary>The worker that holds it, or held it last; null before the first claim.</summary>
    public WorkerId? Worker { get; init; }

    /// <summary>Why cancelling was asked for while it ran; null when it was not.</summary>
    public string? CancelReason { get; init; }

    /// <summary>The newest failure; null when none.</summary>
    public JobError? Error { get; init; }
}
