namespace Isaa.Protocol.Queues;

/// <summary>The limits of a group, which count for all processes together; null is the queue's.</summary>
public sealed record GroupLimits
{
    /// <summary>How many of its jobs run at once.</summary>
    public int? Concurrency { get; init; }

    /// <summary>How many of its jobs start in a time.</summary>
    public RateView? Rate { get; init; }
}
