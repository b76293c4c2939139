using System.Text.Json;

namespace Isaa.Agents;

/// <summary>What an agent is, as data. Immutable; a change is a new version. Holds no secret: keys belong to the model's provider.</summary>
public sealed record AgentDefinition
{
    /// <summary>The name it is called by: letters, digits, <c>_</c>, <c>-</c> and <c>.</c>, at most 64, not starting with a sign.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, for people and for other agents. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>What it is told before everything else; null for the text of the default agent.</summary>
    public string? SystemPrompt { get; init; }

    /// <summary>The model, as <c>provider/model</c>; null for the default model when a run is added.</summary>
    public string? Model { get; init; }

    /// <summary>The names of the tools it may call; null for all there are, empty for none. Its <see cref="Delegates"/> come on top.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>
    /// Stored functions it may call as tools of their names, each as <c>NAME</c> or <c>NAME@VERSION</c>. A run is bound to the versions of the moment it is
    /// added. Default: none.
    /// </summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>Tools that the embedding program brings along; they are kept by name and schema and bound again when the program registers the agent.</summary>
    public IReadOnlyList<AgentDelegate> Delegates { get; init; } = [];

    /// <summary>The JSON Schema the final answer must fit; null for text.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>What one run may use up.</summary>
    public AgentLimits Limits { get; init; } = new();

    /// <summary>How the model chooses its words.</summary>
    public AgentSampling Sampling { get; init; } = new();

    /// <summary>The owner's own notes; not used by the engine.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
