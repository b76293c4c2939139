namespace Isaa.Protocol.Queues;

/// <summary>How a queue does. All but the first are of its jobs among the 2,000 of the store that ended last.</summary>
public sealed record QueueFiguresView
{
    /// <summary>Since when the longest waiting of the jobs that are next in line waits; null when none is ready.</summary>
    public DateTimeOffset? OldestReadyAt { get; init; }

    /// <summary>How many of them there are.</summary>
    public required int Ended { get; init; }

    /// <summary>How many of them failed or died.</summary>
    public required int Failed { get; init; }

    /// <summary>How long half of them waited at most for their newest attempt, in seconds; null when none ran.</summary>
    public double? WaitMedian { get; init; }

    /// <summary>How long 95 of 100 waited at most, in seconds; null when none ran.</summary>
    public double? Wait95 { get; init; }

    /// <summary>How long the newest attempt of half of them ran at most, in seconds; null when none ran.</summary>
    public double? RunMedian { get; init; }

    /// <summary>How long 95 of 100 ran at most, in seconds; null when none ran.</summary>
    public double? Run95 { get; init; }
}
