using System.Text.Json;
using Isaa.Agents.Settings;
using Isaa.Agents.SubAgents;
using Isaa.Agents.Personas;
using Isaa.Tools.Stored;

namespace Isaa.Agents;

/// <summary>The arguments of job kind <c>agent.run</c>: one execution of an agent on one input.</summary>
public sealed record AgentRunJob
{
    /// <summary>The kind's name.</summary>
    public const string Kind = "agent.run";

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The version of its definition, fixed when the run was added.</summary>
    public required int Version { get; init; }

    /// <summary>What the user says.</summary>
    public required string Input { get; init; }

    /// <summary>The model, as <c>provider/model</c>, fixed when the run was added.</summary>
    public required string Model { get; init; }

    /// <summary>The models to fall back on, in their order. Default: none.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>The persona the run has, fixed when it was added; null for none.</summary>
    public Persona? Persona { get; init; }

    /// <summary>The stored functions the run is bound to.</summary>
    public IReadOnlyList<StoredTool> Functions { get; init; } = [];

    /// <summary>The session to go on with; null for a new one named after the job.</summary>
    public string? Session { get; init; }

    /// <summary>The folder to work in, as an absolute path; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>Limits that count before the definition's; null for none.</summary>
    public AgentLimits? Limits { get; init; }

    /// <summary>The JSON Schema the answer must fit, in place of the definition's; null for the definition's.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>Which tool calls a person must approve, beside what program and agent say; null for nothing more.</summary>
    public AgentApproval? Approval { get; init; }

    /// <summary>Why this agent, when none was named; null when one was.</summary>
    public string? ChosenBecause { get; init; }

    /// <summary>Who started it, when another run did; null for a person or a program.</summary>
    public RunOrigin? Origin { get; init; }
}
