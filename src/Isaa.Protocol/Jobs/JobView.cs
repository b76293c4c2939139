namespace Isaa.Protocol.Jobs;

/// <summary>A job as lists show it.</summary>
public sealed record JobView
{
    /// <summary>The job's id, 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The queue it belongs to.</summary>
    public required string Queue { get; init; }

    /// <summary>What it does, for example <c>agent.run</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>A short text for people; null for none. Untrusted.</summary>
    public string? Label { get; init; }

    /// <summary>One of <see cref="JobStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>Lower runs first; 0 is normal.</summary>
    public required int Priority { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The earliest time it may run.</summary>
    public required DateTimeOffset RunAt { get; init; }

    /// <summary>When its newest attempt started; null before the first.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it has not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How often it was started.</summary>
    public required int Started { get; init; }

    /// <summary>How many failures count against its attempts.</summary>
    public required int Charged { get; init; }

    /// <summary>How often its worker was lost.</summary>
    public required int Stalled { get; init; }

    /// <summary>Failures allowed before it ends.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>Capabilities a worker needs to take it.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Words to search by. Untrusted.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Why cancelling was asked for while it ran; null when it was not.</summary>
    public string? CancelReason { get; init; }

    /// <summary>The newest failure; null when none.</summary>
    public JobFailure? Error { get; init; }
}
