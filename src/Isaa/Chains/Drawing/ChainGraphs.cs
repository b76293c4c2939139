using System.Globalization;
using Isaa.Chains.Building;
using Isaa.Chains.Nodes;
using Isaa.Chains.Running;
using Isaa.Chains.Text;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Events;

namespace Isaa.Chains.Drawing;

/// <summary>Makes drawings of chains. Thread safe.</summary>
public static class ChainGraphs
{
    private const int MaxLabel = 80;

    /// <summary>The chain as it will run: what each condition guards and what <c>[n]</c> maps is decided.</summary>
    /// <param name="chain">The chain.</param>
    /// <exception cref="Diagnostics.IsaaException">The errors of <see cref="Chain.Check"/>.</exception>
    public static ChainGraph Of(Chain chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return new ChainGraph { Name = chain.Name, Root = Draw(new PlanLink("", chain.Plan.Root)) };
    }

    /// <summary>The same drawing with what a run did.</summary>
    /// <param name="graph">The drawing.</param>
    /// <param name="events">The run's events so far, in order.</param>
    public static ChainGraph WithRun(ChainGraph graph, IEnumerable<ChainEvent> events)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(events);
        return graph with { Root = new RunOverlay(events).Apply(graph.Root) };
    }

    private static ChainGraphNode Draw(PlanLink link)
    {
        var plan = link.Node;
        return new ChainGraphNode
        {
            Path = plan.Path,
            Kind = plan.Kind,
            Label = plan.Kind switch
            {
                "sequence" => "in turn",
                "parallel" => "at once",
                "fallback" => "first that does not fail",
                "map" => "for each",
                _ => LabelOf(plan.Source),
            },
            Detail = DetailOf(plan.Source),
            Role = link.Label.Length == 0 ? null : link.Label,
            Children = [.. plan.Children.Select(Draw)],
        };
    }

    private static string LabelOf(ChainNode node) => node switch
    {
        RepeatNode repeat => string.Create(CultureInfo.InvariantCulture, $"until {Cut(repeat.Until)}, at most {repeat.Max} times"),
        AgentNode agent => Cut(agent with { Agent = NodeNames.NameOf(agent.Agent) }),
        FunctionNode function => Cut(function with { Function = NodeNames.NameOf(function.Function), Kind = null }),
        _ => Cut(node),
    };

    private static string? DetailOf(ChainNode node) => node switch
    {
        AgentNode agent => VersionOf(agent.Agent),
        FunctionNode function => VersionOf(function.Function),
        _ => null,
    };

    private static string? VersionOf(string reference) =>
        NodeNames.NameOf(reference) is var name && name.Length < reference.Length ? $"version {reference[(name.Length + 1)..]}" : null;

    private static string Cut(ChainNode node)
    {
        var text = ChainTextWriter.WriteShort(node);
        return text.Length <= MaxLabel ? text : text[..(MaxLabel - 1)] + "…";
    }
}
