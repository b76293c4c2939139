using Isaa.Protocol.Agents;

namespace Isaa.Protocol.Usage;

/// <summary>What some model calls used up together.</summary>
public sealed record UsageRow
{
    /// <summary>What they have in common: a day as <c>2026-11-21</c>, a name, an id, or for a single call the number of its turn. Empty for the sum of all.</summary>
    public required string Key { get; init; }

    /// <summary>Model calls.</summary>
    public required long Calls { get; init; }

    /// <summary>Their tokens.</summary>
    public required TokenUsage Tokens { get; init; }

    /// <summary>What those with a known price cost in US dollars.</summary>
    public required decimal CostUsd { get; init; }

    /// <summary>Calls whose price is not known.</summary>
    public required long UnpricedCalls { get; init; }
}
