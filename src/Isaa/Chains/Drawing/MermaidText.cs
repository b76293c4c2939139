using System.Globalization;
using System.Text;
using Isaa.Protocol.Chains;

namespace Isaa.Chains.Drawing;

/// <summary>Writes a drawing as a Mermaid flowchart (mermaid.js.org, syntax of version 11).</summary>
public static class MermaidText
{
    /// <summary>The drawing; boxes have the colour of their state where a run is given.</summary>
    /// <param name="graph">The drawing.</param>
    public static string Write(ChainGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var chart = new FlowChart(graph);
        var text = new StringBuilder("flowchart TD\n");
        var frame = 0;
        foreach (var boxes in chart.Boxes.GroupBy(b => b.Frame))
        {
            if (boxes.Key.Length > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"  subgraph g{frame++}[\"{Escape(boxes.Key)}\"]\n");
            }

            foreach (var box in boxes)
            {
                var (open, close) = ShapeOf(box.Kind);
                text.Append($"  {box.Id}{open}\"{Escape(box.Label)}\"{close}").Append(box.State is null ? "" : $":::{box.State}").Append('\n');
            }

            if (boxes.Key.Length > 0)
            {
                text.Append("  end\n");
            }
        }

        foreach (var arrow in chart.Arrows)
        {
            var sign = arrow.IsFailure ? "-.->" : "-->";
            var label = arrow.Label is null ? "" : $"|\"{Escape(arrow.Label)}\"|";
            text.Append($"  {chart.Boxes[arrow.From].Id} {sign}{label} {chart.Boxes[arrow.To].Id}\n");
        }

        foreach (var state in chart.Boxes.Select(b => b.State).OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
            text.Append($"  classDef {state} fill:{StateColours.Fill(state)},stroke:{StateColours.Line(state)},color:#111\n");
        }

        return text.ToString();
    }

    private static (string Open, string Close) ShapeOf(string kind) => kind switch
    {
        "condition" => ("{", "}"),
        "terminal" => ("([", "])"),
        "fork" => ("((", "))"),
        "format" => ("[/", "/]"),
        "function" or "tool" => ("[[", "]]"),
        "wait" => ("{{", "}}"),
        "text" => (">", "]"),
        _ => ("[", "]"),
    };

    private static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var c in text)
        {
            _ = c is '"' or '#' or '&' or '<' or '>' or '`' || char.IsControl(c)
                ? escaped.Append(CultureInfo.InvariantCulture, $"#{(int)c};")
                : escaped.Append(c);
        }

        return escaped.ToString();
    }
}
