using System.Globalization;
using Isaa.Agents.Calls;
using Isaa.Agents.Definitions;
using Isaa.Diagnostics;
using Isaa.Tools;

namespace Isaa.Agents.Registry;

/// <summary>The agents there are, by name and version. Thread safe.</summary>
public sealed class AgentRegistry
{
    /// <summary>The name of the default agent, which is made on first use.</summary>
    public const string Self = "self";

    private readonly IAgentStore _store;
    private readonly IToolCatalog _tools;

    /// <summary>Creates the registry on a store.</summary>
    /// <param name="store">Keeps the definitions.</param>
    /// <param name="tools">The tools a definition may name.</param>
    public AgentRegistry(IAgentStore store, IToolCatalog tools)
    {
        _store = store;
        _tools = tools;
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

        return await _store.SaveAsync(tenant, definition, AgentDefinitionJson.Hash(definition), cancellationToken);
    }

    /// <summary>An agent by <c>NAME</c> (its newest version) or <c>NAME@VERSION</c>.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>agent_unknown</c> with the nearest names, or with the versions there are.</exception>
    public async Task<AgentVersion> GetAsync(string reference, string tenant = "default", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var (name, version) = Parse(reference);
        if (await _store.FindAsync(tenant, name, version, cancellationToken) is { } found)
        {
            return found;
        }

        if (name == Self && version is null)
        {
            return await RegisterAsync(SelfDefinition, tenant, cancellationToken);
        }

        throw await UnknownAsync(name, version, tenant, cancellationToken);
    }

    /// <summary>The newest version of each agent, in the order of their names; the default agent only once it was used or saved.</summary>
    /// <param name="tenant">Whose agents.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<AgentVersion>> ListAsync(string tenant = "default", CancellationToken cancellationToken = default) =>
        _store.ListAsync(tenant, cancellationToken);

    /// <summary>All versions of an agent, newest first.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>agent_unknown</c> with the nearest names.</exception>
    public async Task<IReadOnlyList<AgentVersion>> ListVersionsAsync(string name, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var versions = await _store.ListVersionsAsync(tenant, name, cancellationToken);
        return versions.Count > 0 ? versions : throw await UnknownAsync(name, null, tenant, cancellationToken);
    }

    private static (string Name, int? Version) Parse(string reference)
    {
        var at = reference.LastIndexOf('@');
        if (at < 0)
        {
            return (reference, null);
        }

        return int.TryParse(reference.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            ? (reference[..at], version)
            : throw new IsaaException("agent_unknown", $"'{reference}' is no agent: after '@' stands a version number from 1, as in {reference[..at]}@1.");
    }

    private async Task<IsaaException> UnknownAsync(string name, int? version, string tenant, CancellationToken cancellationToken)
    {
        if (version is not null && await _store.FindAsync(tenant, name, null, cancellationToken) is { } newest)
        {
            return new IsaaException("agent_unknown", $"Agent '{name}' has no version {version}; its versions are 1 to {newest.Version}.");
        }

        var names = (await _store.ListAsync(tenant, cancellationToken)).Select(a => a.Name).Append(Self);
        return new IsaaException("agent_unknown", $"There is no agent '{name}'.{NearestNames.Hint(name, names)}");
    }
}
