using Isaa.Agents.Mcp;
using Isaa.Agents.Messages;
using Isaa.Agents.Registry;
using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;
using Isaa.Tools;

namespace Isaa.Agents.Calls;

/// <summary>Brings together the tools a run may call: the program's, the embedding program's, stored functions, tools as data, other agents, and those of servers.</summary>
internal sealed class RunToolbox
{
    private readonly AgentRegistry _agents;
    private readonly IToolCatalog _catalog;
    private readonly DelegateTools _delegates;
    private readonly AgentMessageTools _messages;
    private readonly McpTools _servers;

    public RunToolbox(AgentRegistry agents, IToolCatalog catalog, DelegateTools delegates, AgentMessageTools messages, McpTools servers)
    {
        _agents = agents;
        _catalog = catalog;
        _delegates = delegates;
        _messages = messages;
        _servers = servers;
    }

    /// <summary>The tools of the embedding program that this process does not have yet.</summary>
    public IReadOnlyList<string> FindUnbound(AgentVersion agent)
    {
        var bound = _delegates.Of(agent.Tenant, agent.Name);
        return [.. agent.Definition.Delegates.Select(d => d.Name).Where(name => !bound.ContainsKey(name))];
    }

    /// <summary>The tools of a run.</summary>
    /// <exception cref="IsaaException">A tool cannot be had, or two have one name.</exception>
    public async Task<RunTools> OpenAsync(AgentRunJob job, AgentVersion agent, CancellationToken cancellationToken)
    {
        var definition = agent.Definition;
        var functions = await _agents.GetFunctionsAsync(agent.Tenant, job.Functions, cancellationToken);
        var shown = definition.Functions.Select(f => f.Split('@')[0]).ToHashSet(StringComparer.Ordinal);
        List<Tool> stored = [.. functions.Where(f => shown.Contains(f.Function.Name))];
        foreach (var one in definition.ToolDefinitions)
        {
            stored.Add(await DefineAsync(one, agent, functions, cancellationToken));
        }

        foreach (var server in definition.Mcp)
        {
            stored.AddRange(await _servers.ListAsync(agent.Tenant, server, cancellationToken));
        }

        return stored.GroupBy(t => t.Function.Name).FirstOrDefault(g => g.Count() > 1) is { Key: var twice }
            ? throw new IsaaException("tool_name_taken", $"Agent '{definition.Name}' has two tools called '{twice}' among its functions, its tools as data and those of its servers. Give one another name.")
            : RunTools.Of(definition, _catalog, _delegates.Of(agent.Tenant, agent.Name), stored, job.Origin?.Tools);
    }

    private async Task<Tool> DefineAsync(AgentToolDefinition one, AgentVersion agent, IReadOnlyList<Tool> functions, CancellationToken cancellationToken)
    {
        var target = one.Target ?? one.Name;
        switch (one.Kind)
        {
            case ToolTarget.Agent:
                var other = await _agents.GetAsync(one.Version is { } version ? $"{target}@{version}" : target, agent.Tenant, cancellationToken);
                return AgentTool.Create(one, other.Definition.Description, other.Definition.InputSchema, _messages);
            case ToolTarget.Function:
                var function = functions.FirstOrDefault(f => f.Function.Name == target)
                    ?? throw new IsaaException("function_unknown", $"Agent '{agent.Name}' has a tool '{one.Name}' for function '{target}', to which the run is not bound.");
                return DefinedTool.Of(one, function);
            default:
                return DefinedTool.Of(one, _catalog.Find(target) ?? throw RunTools.Unknown(agent.Name, target, _catalog));
        }
    }
}
