using System.Text.Json;
using System.Text.Json.Serialization;
using Isaa.Chains.Ports;

namespace Isaa.Chains.Nodes;

/// <summary>
/// Makes data fit a schema and takes fields out of it. The agent right before it is asked for such data; anything else that does not fit yet is
/// given to a formatter agent.
/// </summary>
public sealed record FormatNode : ChainNode
{
    /// <summary>The name of what the schema describes.</summary>
    public required string Model { get; init; }

    /// <summary>The JSON Schema.</summary>
    public required JsonElement Schema { get; init; }

    /// <summary>The fields to take out, as paths; empty for the data as it is, <c>*</c> for all of them. One field gives its value, several give an object.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Whether the next node runs once for each element of the one field, which is a list.</summary>
    public bool IsEach { get; init; }

    /// <summary>The agent that formats, as <c>NAME</c> or <c>NAME@VERSION</c>; null for the agent right before, else the run's formatter.</summary>
    public string? Formatter { get; init; }

    /// <summary>The formatter itself, when the program gave it. Not part of the definition.</summary>
    [JsonIgnore]
    public IChainAgent? Bound { get; init; }
}
