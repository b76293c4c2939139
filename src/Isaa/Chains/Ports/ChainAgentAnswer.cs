using Isaa.Chains.Values;
using Isaa.Protocol.Agents;

namespace Isaa.Chains.Ports;

/// <summary>What an agent answered in a chain.</summary>
public sealed record ChainAgentAnswer
{
    /// <summary>The answer.</summary>
    public required ChainValue Value { get; init; }

    /// <summary>The tokens it took; null when not known.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>What it cost in US dollars; null when not known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The id of the agent's run; null when it has none.</summary>
    public string? Run { get; init; }
}
