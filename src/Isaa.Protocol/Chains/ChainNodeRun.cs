using Isaa.Protocol.Agents;

namespace Isaa.Protocol.Chains;

/// <summary>What one run did at one node, all items and rounds together; of a group, what happened inside it.</summary>
public sealed record ChainNodeRun
{
    /// <summary>Not begun, and may still be.</summary>
    public const string Pending = "pending";

    /// <summary>At work.</summary>
    public const string Running = "running";

    /// <summary>Ended well.</summary>
    public const string Completed = "completed";

    /// <summary>Failed; a fallback may have gone on.</summary>
    public const string Failed = "failed";

    /// <summary>Not begun when the chain ended.</summary>
    public const string Skipped = "skipped";

    /// <summary>One of the states above.</summary>
    public required string State { get; init; }

    /// <summary>How many times it ended well.</summary>
    public int Succeeded { get; init; }

    /// <summary>How many times it failed.</summary>
    public int Failures { get; init; }

    /// <summary>How many are at work now.</summary>
    public int Active { get; init; }

    /// <summary>How long it worked, added up, in milliseconds.</summary>
    public long Milliseconds { get; init; }

    /// <summary>The tokens it took; null when not known.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>What it cost in US dollars; null when not known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The newest failure's message; null for none.</summary>
    public string? Error { get; init; }
}
