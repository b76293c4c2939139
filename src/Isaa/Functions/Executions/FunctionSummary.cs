namespace Isaa.Functions.Executions;

/// <summary>What the calls of one function came to.</summary>
public sealed record FunctionSummary
{
    /// <summary>The function's name.</summary>
    public required string Function { get; init; }

    /// <summary>How many calls ended.</summary>
    public required long Calls { get; init; }

    /// <summary>How many of them gave no result.</summary>
    public required long Failures { get; init; }

    /// <summary>The mean duration of a call.</summary>
    public required TimeSpan MeanDuration { get; init; }

    /// <summary>The longest duration.</summary>
    public required TimeSpan LongestDuration { get; init; }

    /// <summary>The processor time of all calls.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>The most memory in bytes a call held; null when no call ran.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>When the newest call began.</summary>
    public required DateTimeOffset LastStartedAt { get; init; }
}
