using System.Text.Json;

namespace Isaa.Protocol.Agents;

/// <summary>An agent with its whole definition.</summary>
public sealed record AgentDetailView
{
    /// <summary>The agent.</summary>
    public required AgentView Agent { get; init; }

    /// <summary>The definition of this version as data.</summary>
    public required JsonElement Definition { get; init; }
}
