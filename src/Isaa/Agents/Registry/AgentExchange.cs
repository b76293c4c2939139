using Isaa.Agents.Calls;
using Isaa.Agents.Definitions;
using Isaa.Agents.Personas;
using Isaa.Diagnostics;
using Isaa.Models.Routing;
using Isaa.Tools;
using Isaa.Tools.Stored;

namespace Isaa.Agents.Registry;

/// <summary>Takes agents out and brings them in, alone or with all they work with, and says what is wrong with them. Thread safe.</summary>
public sealed class AgentExchange
{
    private readonly AgentRegistry _agents;
    private readonly PersonaShelf _personas;
    private readonly IToolCatalog _tools;
    private readonly IStoredTools _stored;
    private readonly ModelRouter _models;
    private readonly DelegateTools _delegates;

    internal AgentExchange(AgentRegistry agents, PersonaShelf personas, IToolCatalog tools, IStoredTools stored, ModelRouter models, DelegateTools delegates)
    {
        _agents = agents;
        _personas = personas;
        _tools = tools;
        _stored = stored;
        _models = models;
        _delegates = delegates;
    }

    /// <summary>An agent with all agents it names, those that these name, and so on, and the saved personas of all. Agents that are not there are left out.</summary>
    /// <param name="reference">The agent, as <c>NAME</c> or <c>NAME@VERSION</c>.</param>
    /// <param name="tenant">Whose agents.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>agent_unknown</c> or <c>agent_changed</c>.</exception>
    public async Task<AgentNetwork> CollectAsync(string reference, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var first = (await _agents.GetAsync(reference, tenant, cancellationToken)).Definition;
        var found = new Dictionary<string, AgentDefinition>(StringComparer.Ordinal) { [first.Name] = first };
        var open = new Queue<AgentDefinition>([first]);
        while (open.TryDequeue(out var definition))
        {
            foreach (var (name, version) in AgentReferences.All(definition).Where(r => !found.ContainsKey(r.Name)))
            {
                if (await _agents.FindAsync(tenant, name, version, cancellationToken) is { } other)
                {
                    found[name] = other.Definition;
                    open.Enqueue(other.Definition);
                }
            }
        }

        var named = found.Values.SelectMany(References).Where(p => p.Inline is null).Select(p => p.Name.Split('@')[0]).Distinct(StringComparer.Ordinal);
        var personas = new List<Persona>();
        foreach (var name in named.Order(StringComparer.Ordinal))
        {
            if (await _personas.FindSavedAsync(name, tenant, cancellationToken) is { } saved)
            {
                personas.Add(saved);
            }
        }

        return new AgentNetwork { Agents = [.. found.Values], Personas = personas };
    }

    /// <summary>Saves the agents and personas of a network, each as its next version; what is there already makes none. Nothing is saved when anything cannot be.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tenant">Whose agents they become.</param>
    /// <param name="cancellationToken">Cancels the call; some may have been saved. Doing it again saves the rest.</param>
    /// <exception cref="IsaaException"><c>agent_invalid</c> with all that is wrong.</exception>
    public async Task<IReadOnlyList<AgentVersion>> ImportAsync(AgentNetwork network, string tenant = "default", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        var errors = new List<AgentFinding>();
        foreach (var definition in network.Agents)
        {
            errors.AddRange(await FindErrorsAsync(definition, network, tenant, cancellationToken));
        }

        if (errors.Count > 0)
        {
            throw new IsaaException(AgentDefinitionFile.InvalidCode, string.Join('\n', errors.Select(e => $"{e.Agent}: {e.Message}")));
        }

        foreach (var persona in network.Personas)
        {
            await _personas.SaveAsync(persona, tenant, cancellationToken);
        }

        var saved = new List<AgentVersion>(network.Agents.Count);
        foreach (var definition in network.Agents)
        {
            saved.Add(await _agents.SaveAsync(definition, tenant, cancellationToken));
        }

        return saved;
    }

    /// <summary>What is wrong with the agents of a network as things stand here; saves nothing and calls no model.</summary>
    /// <param name="network">The network.</param>
    /// <param name="tenant">Whose agents they are or would become.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<AgentFinding>> InspectAsync(AgentNetwork network, string tenant = "default", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        var findings = new List<AgentFinding>();
        foreach (var definition in network.Agents)
        {
            findings.AddRange(await FindErrorsAsync(definition, network, tenant, cancellationToken));
            findings.AddRange(await FindMissingAsync(definition, network, tenant, cancellationToken));
        }

        return findings;
    }

    private async Task<IReadOnlyList<AgentFinding>> FindErrorsAsync(AgentDefinition definition, AgentNetwork network, string tenant, CancellationToken cancellationToken)
    {
        var findings = new List<AgentFinding>();
        await NoteAsync(findings, definition, isError: true, () => Task.Run(() => AgentDefinitionFile.Check(definition), cancellationToken));
        foreach (var name in AgentRegistry.NamedTools(definition).Where(name => _tools.Find(name) is null))
        {
            var error = RunTools.Unknown(definition.Name, name, _tools);
            findings.Add(new AgentFinding { Agent = definition.Name, Code = error.Code, Message = error.Message, IsError = true });
        }

        await NoteAsync(findings, definition, isError: true, () => AgentReferences.CheckAsync(
            definition,
            async (name, version) => Find(network, name) ?? (await _agents.FindAsync(tenant, name, version, cancellationToken))?.Definition));
        return findings;
    }

    private async Task<IReadOnlyList<AgentFinding>> FindMissingAsync(AgentDefinition definition, AgentNetwork network, string tenant, CancellationToken cancellationToken)
    {
        var findings = new List<AgentFinding>();
        foreach (var model in new[] { definition.Model, definition.Models.Fast, definition.Models.Complex }.OfType<string>().Concat(definition.Models.Fallbacks).Distinct(StringComparer.Ordinal))
        {
            await NoteAsync(findings, definition, isError: false, () => Task.FromResult(_models.Catalog.Get(model)));
        }

        foreach (var function in AgentRegistry.NamedFunctions(definition))
        {
            await NoteAsync(findings, definition, isError: false, () => _stored.PinAsync(tenant, function, cancellationToken));
        }

        foreach (var persona in References(definition).Where(p => p.Inline is null && network.Personas.All(own => own.Name != p.Name)))
        {
            await NoteAsync(findings, definition, isError: false, () => _personas.GetAsync(persona.Name, tenant, cancellationToken));
        }

        foreach (var (name, version) in AgentReferences.All(definition).Where(r => r.Name != AgentRegistry.Self && Find(network, r.Name) is null))
        {
            await NoteAsync(findings, definition, isError: false, () => _agents.GetAsync(version is null ? name : $"{name}@{version}", tenant, cancellationToken));
        }

        var bound = _delegates.Of(tenant, definition.Name);
        findings.AddRange(definition.Delegates.Where(d => !bound.ContainsKey(d.Name)).Select(d => new AgentFinding
        {
            Agent = definition.Name,
            Code = FlowAgentBuilder.UnboundCode,
            Message = $"No program here brings the code of tool '{d.Name}'; runs wait until one registers the agent with it.",
            IsError = false,
        }));
        return findings;
    }

    private static async Task NoteAsync(List<AgentFinding> findings, AgentDefinition definition, bool isError, Func<Task> check)
    {
        try
        {
            await check();
        }
        catch (IsaaException e)
        {
            findings.Add(new AgentFinding { Agent = definition.Name, Code = e.Code, Message = e.Message, IsError = isError });
        }
    }

    private static AgentDefinition? Find(AgentNetwork network, string name) => network.Agents.FirstOrDefault(a => a.Name == name);

    private static IEnumerable<PersonaReference> References(AgentDefinition definition) =>
        definition.Persona is { } own ? definition.Personas.Prepend(own) : definition.Personas;
}
