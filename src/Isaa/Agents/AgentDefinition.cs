using System.Text.Json;
using Isaa.Agents.Personas;
using Isaa.Agents.Settings;
using Isaa.Agents.Settings.Tools;

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

    /// <summary>How it presents itself unless a run says otherwise; null for no persona.</summary>
    public PersonaReference? Persona { get; init; }

    /// <summary>Personas of which a run uses the one whose keywords fit its request best; none that fits leaves <see cref="Persona"/>. Default: none.</summary>
    public IReadOnlyList<PersonaReference> Personas { get; init; } = [];

    /// <summary>The model, as <c>provider/model</c>; null for the default model when a run is added. The short form of <see cref="AgentModels.Complex"/>.</summary>
    public string? Model { get; init; }

    /// <summary>The models for light and heavy work, and those to fall back on.</summary>
    public AgentModels Models { get; init; } = new();

    /// <summary>The names of the tools it may call; null for all there are, empty for none. Its <see cref="Delegates"/> come on top.</summary>
    public IReadOnlyList<string>? Tools { get; init; }

    /// <summary>
    /// Stored functions it may call as tools of their names, each as <c>NAME</c> or <c>NAME@VERSION</c>. A run is bound to the versions of the moment it is
    /// added. Default: none.
    /// </summary>
    public IReadOnlyList<string> Functions { get; init; } = [];

    /// <summary>Tools that the embedding program brings along; they are kept by name and schema and bound again when the program registers the agent.</summary>
    public IReadOnlyList<AgentDelegate> Delegates { get; init; } = [];

    /// <summary>Tools as data, each with the name and description a model sees and what a call runs. Default: none.</summary>
    public IReadOnlyList<AgentToolDefinition> ToolDefinitions { get; init; } = [];

    /// <summary>
    /// How many tools a model is shown at a time besides those of category <c>core</c>; the rest it finds with <c>list_tools</c> and gets with <c>load_tools</c>,
    /// which puts out those it used longest ago. Null shows all.
    /// </summary>
    public int? ToolSlots { get; init; }

    /// <summary>The categories of tools that are loaded from the start when slots are limited, as many as fit. Default: none.</summary>
    public IReadOnlyList<string> ToolCategories { get; init; } = [];

    /// <summary>Servers whose tools it may call. Default: none.</summary>
    public IReadOnlyList<AgentMcpServer> Mcp { get; init; } = [];

    /// <summary>Skills it may use, by name. Default: none.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>What it can do, in words by which work is routed when no agent is named. Default: none.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>
    /// What a worker must declare to take its runs, for example <c>gpu</c>, or <c>agent:NAME</c> for a worker that is there for this agent. Default: nothing but the
    /// model's provider and the folder's machine.
    /// </summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>What other agents are to it. Default: none.</summary>
    public IReadOnlyList<AgentRelationship> Relationships { get; init; } = [];

    /// <summary>How deep agents that call agents may nest below it, 0 to 20; 0 forbids it to call any. Default 3.</summary>
    public int MaxChainDepth { get; init; } = 3;

    /// <summary>How it hands work to other agents. Default: one after the other.</summary>
    public ChainStrategy ChainStrategy { get; init; } = ChainStrategy.Sequential;

    /// <summary>The JSON Schema its input must fit, which is then JSON; null for text.</summary>
    public JsonElement? InputSchema { get; init; }

    /// <summary>The JSON Schema the final answer must fit; null for text.</summary>
    public JsonElement? OutputSchema { get; init; }

    /// <summary>What one run may use up.</summary>
    public AgentLimits Limits { get; init; } = new();

    /// <summary>What its sessions and its days may use up.</summary>
    public AgentBudget Budget { get; init; } = new();

    /// <summary>How it thinks its way through a task.</summary>
    public AgentReasoning Reasoning { get; init; } = new();

    /// <summary>How its prompt is kept within what the model takes.</summary>
    public AgentContext Context { get; init; } = new();

    /// <summary>Which of its tool calls a person must approve.</summary>
    public AgentApproval Approval { get; init; } = new();

    /// <summary>What it may hand to agents it starts itself.</summary>
    public AgentSubAgents SubAgents { get; init; } = new();

    /// <summary>Variables each run begins with, by name. Default: none.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>How the model chooses its words.</summary>
    public AgentSampling Sampling { get; init; } = new();

    /// <summary>The owner's own notes; not used by the engine.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
