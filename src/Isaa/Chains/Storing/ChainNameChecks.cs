using Isaa.Agents.Registry;
using Isaa.Chains.Building;
using Isaa.Chains.Engine;
using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;
using Isaa.Diagnostics;
using Isaa.Tools;

namespace Isaa.Chains.Storing;

/// <summary>Finds the names in a chain that nothing answers to.</summary>
internal sealed class ChainNameChecks(AgentRegistry agents, IToolCatalog tools, IReadOnlyList<IChainFunctions> functions, ChainLinker linker)
{
    public async Task<IReadOnlyList<ChainFinding>> FindAsync(Chain chain, string tenant, CancellationToken cancellationToken)
    {
        var findings = new List<ChainFinding>();
        foreach (var node in ChainNodes.All(chain.Root))
        {
            if (await LookAsync(node, tenant, cancellationToken) is { } finding && !findings.Contains(finding))
            {
                findings.Add(finding);
            }
        }

        if (await TryAsync(() => linker.LinkAsync(chain.Root, chain.Name, tenant, cancellationToken)) is { } link)
        {
            findings.Add(link);
        }

        return findings;
    }

    private Task<ChainFinding?> LookAsync(ChainNode node, string tenant, CancellationToken cancellationToken) => node switch
    {
        AgentNode { Bound: null } agent => TryAsync(() => agents.GetAsync(agent.Agent, tenant, cancellationToken)),
        FormatNode { Bound: null, Formatter: { } formatter } => TryAsync(() => agents.GetAsync(formatter, tenant, cancellationToken)),
        FunctionNode { Bound: null } function => FunctionAsync(function.Function, tenant, cancellationToken),
        ToolNode tool => Task.FromResult(tools.Find(tool.Tool) is null
            ? new ChainFinding("tool_unknown", $"There is no tool '{tool.Tool}'.{NearestNames.Hint(tool.Tool, tools.List().Select(t => t.Function.Name))}")
            : null),
        _ => Task.FromResult<ChainFinding?>(null),
    };

    private async Task<ChainFinding?> FunctionAsync(string name, string tenant, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var source in functions)
        {
            if (await source.FindAsync(name, tenant, cancellationToken) is not null)
            {
                return null;
            }

            names.AddRange(await source.ListAsync(tenant, cancellationToken));
        }

        return new ChainFinding("function_unknown", $"There is no function '{name}'.{NearestNames.Hint(name, names)}");
    }

    private static async Task<ChainFinding?> TryAsync<T>(Func<Task<T>> look)
    {
        try
        {
            _ = await look();
            return null;
        }
        catch (IsaaException e) when (e.Code is "agent_unknown" or "agent_changed" or "chain_unknown" or "chain_cycle" or "chain_too_large" or "chain_not_accepted")
        {
            return new ChainFinding(e.Code, e.Message);
        }
    }
}
