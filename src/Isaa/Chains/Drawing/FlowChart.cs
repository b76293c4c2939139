using System.Globalization;
using Isaa.Protocol.Chains;

namespace Isaa.Chains.Drawing;

/// <summary>A drawing as boxes and arrows: what may run after what.</summary>
internal sealed class FlowChart
{
    private readonly List<Box> _boxes = [];
    private readonly List<Arrow> _arrows = [];

    /// <summary>Draws the arrows of a chain between its beginning and its end.</summary>
    public FlowChart(ChainGraph graph)
    {
        var begin = AddBox(graph.Name ?? "input", "terminal", null, "");
        var (entries, exits) = Lay(graph.Root, "");
        var end = AddBox("result", "terminal", null, "");
        Connect([new Exit(begin, null)], entries);
        Connect(exits, [end]);
    }

    public IReadOnlyList<Box> Boxes => _boxes;

    public IReadOnlyList<Arrow> Arrows => _arrows;

    private (IReadOnlyList<int> Entries, IReadOnlyList<Exit> Exits) Lay(ChainGraphNode node, string frame)
    {
        switch (node.Kind)
        {
            case "sequence":
                return LaySequence(node, frame);
            case "parallel":
                return LayParallel(node, frame);
            case "condition":
                return LayCondition(node, frame);
            case "fallback":
                return LayFallback(node, frame);
            case "map" or "repeat":
                var label = node.Kind == "map" ? "for each" : $"repeat {node.Label}";
                return Lay(node.Children[0], frame.Length == 0 ? label : $"{frame} / {label}");
            default:
                var box = AddBox(node.Label, node.Kind, node.Run, frame);
                return ([box], [new Exit(box, null)]);
        }
    }

    private (IReadOnlyList<int>, IReadOnlyList<Exit>) LaySequence(ChainGraphNode node, string frame)
    {
        var (entries, exits) = Lay(node.Children[0], frame);
        foreach (var child in node.Children.Skip(1))
        {
            var (next, after) = Lay(child, frame);
            Connect(exits, next);
            exits = after;
        }

        return (entries, exits);
    }

    private (IReadOnlyList<int>, IReadOnlyList<Exit>) LayParallel(ChainGraphNode node, string frame)
    {
        var fork = AddBox("at once", "fork", null, frame);
        var join = AddBox("all", "fork", null, frame);
        foreach (var child in node.Children)
        {
            var (entries, exits) = Lay(child, frame);
            Connect([new Exit(fork, child.Role == child.Label ? null : child.Role)], entries);
            Connect(exits, [join]);
        }

        return ([fork], [new Exit(join, null)]);
    }

    private (IReadOnlyList<int>, IReadOnlyList<Exit>) LayCondition(ChainGraphNode node, string frame)
    {
        var box = AddBox(node.Label, node.Kind, node.Run, frame);
        var all = new List<Exit>();
        foreach (var way in (string[])["yes", "no"])
        {
            if (node.Children.FirstOrDefault(c => c.Role == way) is { } child)
            {
                var (entries, exits) = Lay(child, frame);
                Connect([new Exit(box, way)], entries);
                all.AddRange(exits);
            }
            else
            {
                all.Add(new Exit(box, way));
            }
        }

        return ([box], all);
    }

    private (IReadOnlyList<int>, IReadOnlyList<Exit>) LayFallback(ChainGraphNode node, string frame)
    {
        var (first, exits) = Lay(node.Children[0], frame);
        var (tried, all) = (first, exits.ToList());
        foreach (var child in node.Children.Skip(1))
        {
            var (entries, more) = Lay(child, frame);
            _arrows.AddRange(tried.SelectMany(from => entries.Select(to => new Arrow(from, to, "on failure", IsFailure: true))));
            all.AddRange(more);
            tried = entries;
        }

        return (first, all);
    }

    private int AddBox(string label, string kind, ChainNodeRun? run, string frame)
    {
        _boxes.Add(new Box(string.Create(CultureInfo.InvariantCulture, $"n{_boxes.Count}"), label, kind, run?.State, frame));
        return _boxes.Count - 1;
    }

    private void Connect(IReadOnlyList<Exit> exits, IReadOnlyList<int> entries) =>
        _arrows.AddRange(exits.SelectMany(exit => entries.Select(entry => new Arrow(exit.Box, entry, exit.Label, IsFailure: false))));

    /// <summary>A box.</summary>
    /// <param name="Id">Its name in the drawing.</param>
    /// <param name="Label">What stands in it.</param>
    /// <param name="Kind">The node's kind, or <c>fork</c> or <c>terminal</c>.</param>
    /// <param name="State">Where the run stands here; null without one.</param>
    /// <param name="Frame">The loop or map it is in; empty for none.</param>
    public sealed record Box(string Id, string Label, string Kind, string? State, string Frame);

    /// <summary>An arrow between two boxes.</summary>
    public sealed record Arrow(int From, int To, string? Label, bool IsFailure);

    private readonly record struct Exit(int Box, string? Label);
}
