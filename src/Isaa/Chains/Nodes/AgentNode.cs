using System.Text.Json.Serialization;
using Isaa.Chains.Ports;

namespace Isaa.Chains.Nodes;

/// <summary>Runs an agent on the text form of the data.</summary>
public sealed record AgentNode : ChainNode
{
    /// <summary>The agent, as <c>NAME</c> or <c>NAME@VERSION</c>.</summary>
    public required string Agent { get; init; }

    /// <summary>What the agent is to look at in this place; it is told before the data. Null for nothing.</summary>
    public string? Focus { get; init; }

    /// <summary>The agent itself, when the program gave it; null when it is looked up by name. Not part of the definition.</summary>
    [JsonIgnore]
    public IChainAgent? Bound { get; init; }
}
