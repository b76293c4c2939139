namespace Isaa.Protocol.Queues;

/// <summary>The limits of a queue, which count for all processes together; null is no limit.</summary>
public sealed record QueueLimits
{
    /// <summary>How many of its jobs run at once.</summary>
    public int? Concurrency { get; init; }

    /// <summary>How many of its jobs start in a time.</summary>
    public RateView? Rate { get; init; }

    /// <summary>How many jobs of each of its groups run at once.</summary>
    public int? GroupConcurrency { get; init; }

    /// <summary>How many jobs of each of its groups start in a time.</summary>
    public RateView? GroupRate { get; init; }
}
