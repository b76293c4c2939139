using System.Text.Json;
using Isaa.Cli.Terminal;
using Isaa.Protocol.Agents;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>Agents, many or one.</summary>
internal static class AgentTable
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public static void Write(CliContext context, AgentPage page)
    {
        if (page.Agents.Count == 0)
        {
            context.Screen.Error.MarkupLine("[dim]No agents beside the default one. Add one: isaa agents add FILE[/]");
            return;
        }

        var table = PlainTable.Create("NAME", "VERSION", "MODEL", "TOOLS", "WHAT FOR");
        foreach (var agent in page.Agents)
        {
            table.AddRow(
                new Text(SafeText.Line(agent.Name, 40)),
                new Text($"{agent.Version}"),
                new Text(SafeText.Line(agent.Model ?? "(default)", 40)),
                new Text($"{agent.Tools.Count}"),
                new Text(SafeText.Line(agent.Description, 60)));
        }

        context.Screen.Out.Write(table);
    }

    public static void Write(CliContext context, AgentDetailView detail)
    {
        var console = context.Screen.Out;
        console.MarkupLine($"[bold]{SafeText.Markup(detail.Agent.Name, 80)}[/] [dim]version {detail.Agent.Version}[/]");
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            detail.Definition.WriteTo(writer);
        }

        console.Write(new Text(SafeText.Clean(System.Text.Encoding.UTF8.GetString(buffer.ToArray()))));
        console.WriteLine();
    }
}
