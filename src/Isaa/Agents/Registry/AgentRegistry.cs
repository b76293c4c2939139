using Isaa.Agents.Calls;
using Isaa.Agents.Definitions;
using Isaa.Agents.Settings.Tools;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Tools;
using Isaa.Tools.Stored;

namespace Isaa.Agents.Registry;

/// <summary>The agents there are, by name and version. Thread safe.</summary>
public sealed class AgentRegistry
{
    /// <summary>The name of the default agent, which is made on first use.</summary>
    public const string Self = "self";

    /// <summary>The kind of definition an agent is.</summary>
    public const string Kind = "agent";

    private readonly DefinitionShelf _shelf;
    private readonly IToolCatalog _tools;
    private readonly IStoredTools _stored;

    /// <summary>Creates the registry on a store.</summary>
    /// <param name="store">Keeps the definitions.</param>
    /// <param name="tools">The tools a definition may name.</param>
    /// <param name="stored">The stored functions a definition may name.</param>
    public AgentRegistry(IDefinitionStore store, IToolCatalog tools, IStoredTools stored)
    {
        _shelf = new DefinitionShelf(store, Kind, Self);
        _tools = tools;
        _stored = stored;
    }

    /// <summary>The definition of the default agent as it is made on first use: every tool, the default model, the standard prompt.</summary>
    public static AgentDefinition SelfDefinition { get; } = new()
    {
        Name = Self,
        Description = "The default agent: does any task with all tools there are.",
    };

    /// <summary>Saves a definition as the agent's next version. Saving what the newest version holds already makes no new one. It is on disk when this returns.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    /// <exception cref="IsaaException"><c>agent_invalid</c> with all errors, or <c>tool_unknown</c> with the nearest names.</exception>
    public async Task<AgentVersion> RegisterAsync(AgentDefinition definition, string tenant = "default", CancellationToken cancellationToken = default)
    {
        AgentDefinitionFile.Check(definition);
        foreach (var name in definition.Tools ?? [])
        {
            _ = _tools.Find(name) ?? throw RunTools.Unknown(definition.Name, name, _tools);
        }

        var draft = new DefinitionDraft
        {
            Key = new DefinitionKey(tenant, Kind, definition.Name),
            Body = AgentDefinitionJson.Write(definition),
            Description = definition.Description,
        };
        return AgentVersion.Of(await _shelf.SaveAsync(draft, cancellationToken));
    }

    /// <summary>An agent by <c>NAME</c> (its newest version) or <c>NAME@VERSION</c>.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>agent_unknown</c> with the nearest names, or with the versions there are; <c>agent_changed</c>.</exception>
    public async Task<AgentVersion> GetAsync(string reference, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var (name, version) = _shelf.Parse(reference);
        if (await FindAsync(tenant, name, version, cancellationToken) is { } found)
        {
            return found;
        }

        return name == Self && version is null
            ? await RegisterAsync(SelfDefinition, tenant, cancellationToken)
            : throw await _shelf.UnknownAsync(tenant, name, version, cancellationToken);
    }

    /// <summary>The newest version of each agent, in the order of their names; the default agent only once it was used or saved.</summary>
    /// <param name="tenant">Whose agents.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<AgentVersion>> ListAsync(string tenant = "default", CancellationToken cancellationToken = default)
    {
        var query = new DefinitionQuery { Tenant = tenant, Kind = Kind, Limit = int.MaxValue };
        return [.. (await _shelf.ListAsync(query, cancellationToken)).Select(AgentVersion.Of)];
    }

    /// <summary>All versions of an agent, newest first.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>agent_unknown</c> with the nearest names.</exception>
    public async Task<IReadOnlyList<AgentVersion>> ListVersionsAsync(string name, string tenant = "default", CancellationToken cancellationToken = default) =>
        [.. (await _shelf.ListVersionsAsync(tenant, name, cancellationToken)).Select(AgentVersion.Of)];

    /// <summary>The versions of its functions that a run of this moment is bound to.</summary>
    /// <exception cref="IsaaException"><c>function_unknown</c>, <c>function_not_approved</c> or <c>function_changed</c>.</exception>
    internal async Task<IReadOnlyList<StoredTool>> PinFunctionsAsync(AgentVersion agent, CancellationToken cancellationToken)
    {
        var pinned = new List<StoredTool>(agent.Definition.Functions.Count);
        var targets = agent.Definition.ToolDefinitions
            .Where(t => t.Kind == ToolTarget.Function)
            .Select(t => t.Version is { } version ? $"{t.Target ?? t.Name}@{version}" : t.Target ?? t.Name);
        foreach (var reference in agent.Definition.Functions.Concat(targets).DistinctBy(r => r.Split('@')[0]))
        {
            pinned.Add(await _stored.PinAsync(agent.Tenant, reference, cancellationToken));
        }

        return pinned;
    }

    /// <summary>The functions a run is bound to, as tools.</summary>
    /// <exception cref="IsaaException"><c>function_unknown</c> or <c>function_changed</c>.</exception>
    internal async Task<IReadOnlyList<Tool>> GetFunctionsAsync(string tenant, IReadOnlyList<StoredTool> pinned, CancellationToken cancellationToken)
    {
        var tools = new List<Tool>(pinned.Count);
        foreach (var one in pinned)
        {
            tools.Add(await _stored.GetAsync(tenant, one, cancellationToken));
        }

        return tools;
    }

    /// <summary>A version of an agent, or its newest when none is named; null when there is none.</summary>
    /// <exception cref="IsaaException"><c>agent_changed</c>: the bytes are no longer those that were saved.</exception>
    internal async Task<AgentVersion?> FindAsync(string tenant, string name, int? version, CancellationToken cancellationToken) =>
        await _shelf.FindAsync(tenant, name, version, cancellationToken) is { } found ? AgentVersion.Of(found) : null;
}
