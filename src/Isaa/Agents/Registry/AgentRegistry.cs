using System.Collections.Concurrent;
using Isaa.Agents.Calls;
using Isaa.Agents.Definitions;
using Isaa.Agents.Settings.Tools;
using Isaa.Definitions;
using Isaa.Agents.Sessions;
using Isaa.Diagnostics;
using Isaa.Files;
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

    private const int MaxKnown = 1_000;

    private readonly DefinitionShelf _shelf;
    private readonly IAgentStore _store;
    private readonly IToolCatalog _tools;
    private readonly IStoredTools _stored;
    private readonly IsaaHome _home;
    private readonly ConcurrentDictionary<(string Tenant, string Name, int Version), AgentVersion> _known = new();

    /// <summary>Creates the registry on a store.</summary>
    /// <param name="definitions">Keeps the definitions.</param>
    /// <param name="store">Deletes agents.</param>
    /// <param name="tools">The tools a definition may name.</param>
    /// <param name="stored">The stored functions a definition may name.</param>
    /// <param name="home">Holds the folders of sessions.</param>
    public AgentRegistry(IDefinitionStore definitions, IAgentStore store, IToolCatalog tools, IStoredTools stored, IsaaHome home)
    {
        _shelf = new DefinitionShelf(definitions, Kind, Self);
        _store = store;
        _tools = tools;
        _stored = stored;
        _home = home;
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
    /// <exception cref="IsaaException"><c>agent_invalid</c> with all errors, <c>tool_unknown</c> with the nearest names, or <c>agent_circle</c>: agents give each
    /// other work in a circle.</exception>
    public async Task<AgentVersion> RegisterAsync(AgentDefinition definition, string tenant = "default", CancellationToken cancellationToken = default)
    {
        AgentDefinitionFile.Check(definition);
        if (NamedTools(definition).FirstOrDefault(name => _tools.Find(name) is null) is { } unknown)
        {
            throw RunTools.Unknown(definition.Name, unknown, _tools);
        }

        await AgentReferences.CheckAsync(definition, async (name, version) => (await FindAsync(tenant, name, version, cancellationToken))?.Definition);
        return await SaveAsync(definition, tenant, cancellationToken);
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
        return [.. (await _shelf.ListAsync(query, cancellationToken)).Select(Known)];
    }

    /// <summary>All versions of an agent, newest first.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>agent_unknown</c> with the nearest names.</exception>
    public async Task<IReadOnlyList<AgentVersion>> ListVersionsAsync(string name, string tenant = "default", CancellationToken cancellationToken = default) =>
        [.. (await _shelf.ListVersionsAsync(tenant, name, cancellationToken)).Select(Known)];

    /// <summary>What changed between two versions, as a unified diff of their files; empty when nothing did.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="from">The earlier version; null for the one before the later.</param>
    /// <param name="to">The later version; null for the newest.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>agent_unknown</c> or <c>agent_changed</c>.</exception>
    public async Task<string> DiffAsync(string name, int? from = null, int? to = null, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var later = await GetAsync(to is null ? name : $"{name}@{to}", tenant, cancellationToken);
        var before = from ?? later.Version - 1;
        var earlier = before == 0 ? null : await GetAsync($"{name}@{before}", tenant, cancellationToken);
        return LineDiff.Unified(
            earlier is null ? "" : AgentDefinitionFile.WriteYaml(earlier.Definition), AgentDefinitionFile.WriteYaml(later.Definition), $"{name}@{before}", $"{name}@{later.Version}");
    }

    /// <summary>Makes an earlier version the newest again, as a new version with the same content, which is checked as one that is registered.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="version">The version to go back to.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    /// <exception cref="IsaaException"><c>agent_unknown</c>, <c>agent_changed</c>, <c>tool_unknown</c> or <c>agent_circle</c>.</exception>
    public async Task<AgentVersion> RollbackAsync(string name, int version, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var old = await FindAsync(tenant, name, version, cancellationToken) ?? throw await _shelf.UnknownAsync(tenant, name, version, cancellationToken);
        return await RegisterAsync(old.Definition, tenant, cancellationToken);
    }

    /// <summary>
    /// Deletes an agent with all that belongs to it: its versions, and its sessions with what was said in them and their folders. What its runs used stays
    /// counted. Runs of it that have not begun fail with <c>agent_unknown</c>.
    /// </summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call; the agent may still have been deleted.</param>
    /// <exception cref="IsaaException"><c>agent_unknown</c>, or <c>agent_busy</c>: one of its runs goes on or waits; nothing was deleted.</exception>
    public async Task<AgentDeletion> DeleteAsync(string name, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var deleted = await _store.DeleteAsync(tenant, name, cancellationToken);
        if (deleted.BlockedBy is { } run)
        {
            throw new IsaaException("agent_busy", $"Agent '{name}' cannot be deleted: its run {run} goes on or waits. Let it end or cancel it, then delete the agent.");
        }

        if (deleted.Versions == 0)
        {
            throw await _shelf.UnknownAsync(tenant, name, null, cancellationToken);
        }

        foreach (var session in deleted.Sessions)
        {
            SessionFolder.Delete(_home, tenant, name, session);
        }

        return deleted;
    }

    /// <summary>The versions of its functions that a run of this moment is bound to.</summary>
    /// <exception cref="IsaaException"><c>function_unknown</c>, <c>function_not_approved</c> or <c>function_changed</c>.</exception>
    internal async Task<IReadOnlyList<StoredTool>> PinFunctionsAsync(AgentVersion agent, CancellationToken cancellationToken)
    {
        var pinned = new List<StoredTool>(agent.Definition.Functions.Count);
        foreach (var reference in NamedFunctions(agent.Definition))
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
        await _shelf.FindAsync(tenant, name, version, cancellationToken) is { } found ? Known(found) : null;

    /// <summary>The tools of the program that a definition names.</summary>
    internal static IEnumerable<string> NamedTools(AgentDefinition definition) =>
        (definition.Tools ?? []).Concat(definition.ToolDefinitions.Where(t => t.Kind == ToolTarget.Tool).Select(t => t.Target ?? t.Name));

    /// <summary>The stored functions that a definition names, each once, as <c>NAME</c> or <c>NAME@VERSION</c>.</summary>
    internal static IEnumerable<string> NamedFunctions(AgentDefinition definition) => definition.Functions
        .Concat(definition.ToolDefinitions
            .Where(t => t.Kind == ToolTarget.Function)
            .Select(t => t.Version is { } version ? $"{t.Target ?? t.Name}@{version}" : t.Target ?? t.Name))
        .DistinctBy(r => r.Split('@')[0]);

    /// <summary>Saves a definition that was checked.</summary>
    internal async Task<AgentVersion> SaveAsync(AgentDefinition definition, string tenant, CancellationToken cancellationToken)
    {
        var draft = new DefinitionDraft
        {
            Key = new DefinitionKey(tenant, Kind, definition.Name),
            Body = AgentDefinitionJson.Write(definition),
            Description = definition.Description,
        };
        return Known(await _shelf.SaveAsync(draft, cancellationToken));
    }

    // A version never changes, so it is read out of its bytes once; the store is asked each time which one counts.
    private AgentVersion Known(DefinitionVersion stored)
    {
        var key = (stored.Key.Tenant, stored.Key.Name, stored.Version);
        if (_known.TryGetValue(key, out var known) && known.Hash == stored.Hash)
        {
            return known;
        }

        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        var read = AgentVersion.Of(stored);
        return _known.AddOrUpdate(key, read, (_, there) => there.Hash == read.Hash ? there : read);
    }
}
