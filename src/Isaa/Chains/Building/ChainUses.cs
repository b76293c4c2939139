using Isaa.Chains.Nodes;

namespace Isaa.Chains.Building;

/// <summary>What a chain works with, by name, each once and in the order in which it was written. What the chains use that it names is not counted.</summary>
public sealed record ChainUses
{
    /// <summary>Its agents and the agents that format, as <c>NAME</c> or <c>NAME@VERSION</c>.</summary>
    public required IReadOnlyList<string> Agents { get; init; }

    /// <summary>Its tools.</summary>
    public required IReadOnlyList<string> Tools { get; init; }

    /// <summary>Its functions, those that decide conditions among them.</summary>
    public required IReadOnlyList<string> Functions { get; init; }

    /// <summary>The chains it names.</summary>
    public required IReadOnlyList<string> Chains { get; init; }

    /// <summary>How many nodes it has that do something themselves.</summary>
    public required int Steps { get; init; }

    /// <summary>What a chain works with.</summary>
    /// <param name="chain">The chain.</param>
    public static ChainUses Of(Chain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var all = ChainNodes.All(chain.Root).ToList();
        return new ChainUses
        {
            Agents = Names(all, static node => node is AgentNode agent ? agent.Agent : (node as FormatNode)?.Formatter),
            Tools = Names(all, static node => (node as ToolNode)?.Tool),
            Functions = [.. ChainNodes.Functions(chain.Root)],
            Chains = Names(all, static node => (node as ReferenceNode)?.Chain),
            Steps = all.Count(static node => node.Children.Count == 0),
        };
    }

    private static IReadOnlyList<string> Names(IEnumerable<ChainNode> nodes, Func<ChainNode, string?> name) =>
        [.. nodes.Select(name).OfType<string>().Distinct(StringComparer.Ordinal)];
}
