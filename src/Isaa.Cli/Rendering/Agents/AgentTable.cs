using System.Globalization;
using System.Text.Json;
using Isaa.Cli.Terminal;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Agents.Definitions;
using Spectre.Console;

namespace Isaa.Cli.Rendering.Agents;

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

    public static void WriteVersions(CliContext context, AgentPage page)
    {
        var table = PlainTable.Create("VERSION", "SAVED", "HASH", "MODEL", "WHAT FOR");
        foreach (var version in page.Agents)
        {
            table.AddRow(
                new Text($"{version.Version}"),
                new Text(version.CreatedAt.ToString("u", CultureInfo.InvariantCulture)),
                new Text(SafeText.Line(version.Hash, 12)),
                new Text(SafeText.Line(version.Model ?? "(default)", 40)),
                new Text(SafeText.Line(version.Description, 60)));
        }

        context.Screen.Out.Write(table);
    }

    public static void WriteSaved(CliContext context, AgentView agent) =>
        context.Screen.Out.MarkupLine($"[green]✓[/] {SafeText.Markup(agent.Name)} is at version {agent.Version}");

    public static void Write(CliContext context, AgentFindings found)
    {
        foreach (var finding in found.Findings)
        {
            var who = finding.Agent.Length > 0 ? $"[bold]{SafeText.Markup(finding.Agent, 64)}[/]: " : "";
            context.Screen.Out.MarkupLine($"{(finding.IsError ? "[red]✗[/]" : "[yellow]![/]")} {who}{SafeText.Clean(finding.Message).EscapeMarkup()}");
        }

        if (!found.Findings.Any(f => f.IsError))
        {
            context.Screen.Out.MarkupLine("[green]✓[/] nothing keeps it from being added");
        }
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
