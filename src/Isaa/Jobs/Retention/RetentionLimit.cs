namespace Isaa.Jobs.Retention;

/// <summary>How long jobs are kept that ended in one state. What exceeds any of the limits is deleted, oldest ending first; null is no limit.</summary>
public sealed record RetentionLimit
{
    /// <summary>Kept for ever.</summary>
    public static RetentionLimit None { get; } = new();

    /// <summary>Deleted this long after their ending.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>Only so many of the newest are kept.</summary>
    public long? Count { get; init; }

    /// <summary>Only so many of the newest are kept that their arguments and results together are no longer than this.</summary>
    public long? Bytes { get; init; }

    /// <summary>True when nothing is ever deleted.</summary>
    public bool IsNone => Age is null && Count is null && Bytes is null;
}
