namespace Isaa.Protocol.Queues;

/// <summary>How long a queue keeps jobs that ended in one state. What exceeds any limit is deleted, oldest ending first; null is no limit.</summary>
public sealed record RetentionView
{
    /// <summary><c>completed</c>, <c>failed</c>, <c>cancelled</c> or <c>dead</c>.</summary>
    public required string State { get; init; }

    /// <summary>Whether it is the queue's own rule; else the default that counts for all queues without one.</summary>
    public bool IsOwn { get; init; }

    /// <summary>Deleted so many seconds after their ending.</summary>
    public double? AgeSeconds { get; init; }

    /// <summary>Only so many of the newest are kept.</summary>
    public long? Count { get; init; }

    /// <summary>Only so many of the newest are kept that their arguments and results are no longer than this.</summary>
    public long? Bytes { get; init; }
}
