using Isaa.Protocol.Agents;

namespace Isaa.Agents.Usage;

/// <summary>What some calls used up together.</summary>
public sealed record UsageSum
{
    /// <summary>No calls.</summary>
    public static UsageSum None { get; } = new() { Key = "" };

    /// <summary>What they have in common, as the grouping says: a day as <c>2026-11-21</c>, a name, or an id. Empty for the sum of all.</summary>
    public required string Key { get; init; }

    /// <summary>Model calls.</summary>
    public long Calls { get; init; }

    /// <summary>Their tokens.</summary>
    public TokenUsage Usage { get; init; } = TokenUsage.None;

    /// <summary>What those with a known price cost in US dollars.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Calls whose price is not known.</summary>
    public long UnpricedCalls { get; init; }
}
