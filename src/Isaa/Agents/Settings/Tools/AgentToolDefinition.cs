using System.Text.Json;

namespace Isaa.Agents.Settings.Tools;

/// <summary>A tool as data: what a model is shown, and what a call of it runs.</summary>
public sealed record AgentToolDefinition
{
    /// <summary>The name a model calls it by.</summary>
    public required string Name { get; init; }

    /// <summary>What it does, for the model; null for its target's own description.</summary>
    public string? Description { get; init; }

    /// <summary>The JSON Schema of its parameters; null for its target's own. Arguments must fit it and then the target's.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>What a call runs. Default: a tool of the program.</summary>
    public ToolTarget Kind { get; init; } = ToolTarget.Tool;

    /// <summary>The name of the tool, function or agent; null when it has this tool's name.</summary>
    public string? Target { get; init; }

    /// <summary>The version of the function or agent, from 1; null for the newest of the moment a run is added.</summary>
    public int? Version { get; init; }
}
