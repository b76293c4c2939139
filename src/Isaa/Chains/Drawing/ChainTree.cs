using System.Globalization;
using System.Text;
using Isaa.Protocol.Chains;

namespace Isaa.Chains.Drawing;

/// <summary>Writes a drawing as a tree of lines.</summary>
public static class ChainTree
{
    /// <summary>The drawing as text: one line a node, with its state, time, tokens and cost where a run is given.</summary>
    /// <param name="graph">The drawing.</param>
    public static string Write(ChainGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var lines = new List<(string Left, string Right)>();
        Add(lines, graph.Root, "", "");
        if (graph.Name is { } name)
        {
            lines.Insert(0, ($"chain {name}", ""));
        }

        var width = lines.Max(l => l.Left.Length);
        var text = new StringBuilder();
        foreach (var (left, right) in lines)
        {
            text.Append(right.Length == 0 ? left : $"{left.PadRight(width)}  {right}").Append('\n');
        }

        return text.ToString();
    }

    private static void Add(List<(string, string)> lines, ChainGraphNode node, string lead, string childLead)
    {
        lines.Add((lead + TitleOf(node), node.Run is { } run ? RunOf(run) : ""));
        for (var i = 0; i < node.Children.Count; i++)
        {
            var isLast = i == node.Children.Count - 1;
            Add(lines, node.Children[i], childLead + (isLast ? "└─ " : "├─ "), childLead + (isLast ? "   " : "│  "));
        }
    }

    private static string TitleOf(ChainGraphNode node) => node.Role switch
    {
        null or "each" or "round" => node.Label,
        "try1" => $"try: {node.Label}",
        ['t', 'r', 'y', ..] => $"or: {node.Label}",
        var role when role == node.Label => node.Label,
        var role => $"{role}: {node.Label}",
    };

    private static string RunOf(ChainNodeRun run)
    {
        var parts = new List<string> { $"{SignOf(run.State)} {run.State}" };
        if (run.Succeeded + run.Failures + run.Active > 1)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{run.Succeeded} done{(run.Failures > 0 ? $", {run.Failures} failed" : "")}{(run.Active > 0 ? $", {run.Active} at work" : "")}"));
        }

        if (run.Milliseconds > 0)
        {
            parts.Add(run.Milliseconds < 1000
                ? string.Create(CultureInfo.InvariantCulture, $"{run.Milliseconds} ms")
                : string.Create(CultureInfo.InvariantCulture, $"{run.Milliseconds / 1000.0:0.0} s"));
        }

        if (run.Usage is { } usage)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{usage.Input + usage.Output:N0} tokens"));
        }

        if (run.CostUsd is { } cost)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"${cost:0.0000}"));
        }

        if (run.Error is { } error)
        {
            parts.Add(string.Concat(error.Split('\n')[0].Select(c => char.IsControl(c) ? ' ' : c)));
        }

        return string.Join("  ", parts);
    }

    private static string SignOf(string state) => state switch
    {
        ChainNodeRun.Completed => "✓",
        ChainNodeRun.Failed => "✗",
        ChainNodeRun.Running => "▸",
        ChainNodeRun.Skipped => "–",
        _ => "·",
    };
}
