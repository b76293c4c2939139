namespace Isaa.Jobs.Events;

/// <summary>One entry of the event log.</summary>
public sealed record JobEvent
{
    /// <summary>Its place in the log; pass it as <see cref="EventQuery.After"/> to read on. Opaque, ordered by the store.</summary>
    public required EventCursor Cursor { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The job it is about.</summary>
    public required JobId Job { get; init; }

    /// <summary>What happened: <c>job.added</c>, <c>job.ready</c>, <c>job.active</c>, <c>job.retrying</c>, <c>job.completed</c>, <c>job.failed</c>, <c>job.timed_out</c>, <c>job.rate_limited</c>, <c>job.delayed</c>, <c>job.reprioritised</c>, <c>job.replaced</c>,
    /// <c>job.cancelled</c>, <c>job.stalled</c>, <c>job.dead</c>, <c>job.snoozed</c>, <c>job.released</c>, <c>job.waiting</c>, or a handler's own type.</summary>
    public required string Type { get; init; }

    /// <summary>More about it as a UTF-8 JSON object; null for nothing.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }
}
