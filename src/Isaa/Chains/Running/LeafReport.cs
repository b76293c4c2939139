using Isaa.Protocol.Agents;

namespace Isaa.Chains.Running;

/// <summary>What a leaf tells of its call beside its result.</summary>
internal sealed class LeafReport
{
    public TokenUsage? Usage { get; set; }

    public decimal? CostUsd { get; set; }

    /// <summary>How long the agent's run took, where it was a job of its own; null for as long as the node itself.</summary>
    public long? Milliseconds { get; set; }

    /// <summary>The agent's run.</summary>
    public string? Run { get; set; }

    /// <summary>The same for every try of this call; null in memory.</summary>
    public string? IdempotencyKey { get; init; }
}
