namespace Isaa.Protocol.Functions.Calls;

/// <summary>What the calls of one function came to.</summary>
public sealed record FunctionSummaryView
{
    /// <summary>The function's name.</summary>
    public required string Function { get; init; }

    /// <summary>How many calls ended.</summary>
    public required long Calls { get; init; }

    /// <summary>How many of them gave no result.</summary>
    public required long Failures { get; init; }

    /// <summary>The mean duration in milliseconds.</summary>
    public required double MeanMilliseconds { get; init; }

    /// <summary>The longest duration in milliseconds.</summary>
    public required double LongestMilliseconds { get; init; }

    /// <summary>The processor time of all calls in milliseconds.</summary>
    public required double CpuMilliseconds { get; init; }

    /// <summary>The most memory in bytes a call held; null when none ran.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>When the newest call began.</summary>
    public required DateTimeOffset LastStartedAt { get; init; }
}
