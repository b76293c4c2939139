using System.Text.Json;

namespace Isaa.Agents;

/// <summary>A tool of the embedding program, as its agent's definition describes it. The code itself is never stored.</summary>
public sealed record AgentDelegate
{
    /// <summary>The name a model calls it by.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, for the model. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The JSON Schema of its parameters.</summary>
    public required JsonElement Parameters { get; init; }
}
