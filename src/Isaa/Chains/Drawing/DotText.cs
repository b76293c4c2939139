using System.Globalization;
using System.Text;
using Isaa.Protocol.Chains;

namespace Isaa.Chains.Drawing;

/// <summary>Writes a drawing in the DOT language of Graphviz.</summary>
public static class DotText
{
    /// <summary>The drawing; boxes have the colour of their state where a run is given.</summary>
    /// <param name="graph">The drawing.</param>
    public static string Write(ChainGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var chart = new FlowChart(graph);
        var text = new StringBuilder("digraph chain {\n  node [fontname=\"sans-serif\", shape=box];\n  edge [fontname=\"sans-serif\"];\n");
        var frame = 0;
        foreach (var boxes in chart.Boxes.GroupBy(b => b.Frame))
        {
            var isFramed = boxes.Key.Length > 0;
            text.Append(isFramed ? string.Create(CultureInfo.InvariantCulture, $"  subgraph cluster_{frame++} {{ label={Quote(boxes.Key)};\n") : "");
            foreach (var box in boxes)
            {
                var colours = box.State is { } state ? $", style=filled, fillcolor={Quote(StateColours.Fill(state))}, color={Quote(StateColours.Line(state))}" : "";
                text.Append($"  {box.Id} [label={Quote(box.Label)}, shape={ShapeOf(box.Kind)}{colours}];\n");
            }

            text.Append(isFramed ? "  }\n" : "");
        }

        foreach (var arrow in chart.Arrows)
        {
            var attributes = (arrow.Label, arrow.IsFailure) switch
            {
                (null, false) => "",
                (null, true) => " [style=dashed]",
                (var label, false) => $" [label={Quote(label)}]",
                (var label, true) => $" [label={Quote(label)}, style=dashed]",
            };
            text.Append($"  {chart.Boxes[arrow.From].Id} -> {chart.Boxes[arrow.To].Id}{attributes};\n");
        }

        return text.Append("}\n").ToString();
    }

    private static string ShapeOf(string kind) => kind switch
    {
        "condition" => "diamond",
        "terminal" => "oval",
        "fork" => "circle",
        "format" => "parallelogram",
        "function" or "tool" => "component",
        "wait" => "hexagon",
        "text" => "note",
        _ => "box",
    };

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c is '"' or '\\' ? quoted.Append('\\').Append(c) : char.IsControl(c) ? quoted.Append(' ') : quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
