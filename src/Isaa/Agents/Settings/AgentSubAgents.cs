using System.Text.Json.Serialization;
using Isaa.Agents.Definitions;

namespace Isaa.Agents.Settings;

/// <summary>What an agent may hand to agents it starts itself. What they use up counts against what the run itself has left.</summary>
public sealed record AgentSubAgents
{
    /// <summary>How deep they may nest, 0 to 10; 0 forbids them. Default 1.</summary>
    public int MaxDepth { get; init; } = 1;

    /// <summary>How many one run may start in all, 0 to 1000. Default 10.</summary>
    public int MaxRuns { get; init; } = 10;

    /// <summary>How many may run at the same time, 1 to 100. Default 3.</summary>
    public int MaxParallel { get; init; } = 3;

    /// <summary>The most tokens one may use; null for what the run has left. Default 512,000.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public long? TotalTokens { get; init; } = 512_000;

    /// <summary>The most turns one may take; null for what the run has left. Default 120.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? Turns { get; init; } = 120;

    /// <summary>The longest one may take; null for what the run has left. Default 30 minutes.</summary>
    [JsonConverter(typeof(DurationConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public TimeSpan? Time { get; init; } = TimeSpan.FromMinutes(30);
}
