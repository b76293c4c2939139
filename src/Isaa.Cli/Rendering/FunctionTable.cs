using System.Globalization;
using Isaa.Cli.Terminal;
using Isaa.Protocol.Functions;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>Functions, many or one, and their versions and tests.</summary>
internal static class FunctionTable
{
    public static void Write(CliContext context, FunctionPage page)
    {
        if (page.Functions.Count == 0)
        {
            context.Screen.Error.MarkupLine("[dim]No functions here. Add one: isaa functions add FILE[/]");
            return;
        }

        var table = PlainTable.Create("NAME", "VERSION", "LANGUAGE", "STATE", "WHAT FOR");
        foreach (var function in page.Functions)
        {
            table.AddRow(
                new Text(SafeText.Line(function.Name, 64)),
                new Text(Number(function.Version)),
                new Text(SafeText.Line(function.Language, 20)),
                new Markup(State(function)),
                new Text(SafeText.Line(function.Description, 60)));
        }

        context.Screen.Out.Write(table);
        if (page.Next is { } next)
        {
            context.Screen.Error.MarkupLine($"[dim]More: --after {SafeText.Markup(next)}[/]");
        }
    }

    public static void WriteVersions(CliContext context, FunctionPage page)
    {
        var table = PlainTable.Create("VERSION", "STATE", "SAVED", "BY", "HASH", "DECIDED BY");
        foreach (var version in page.Functions)
        {
            table.AddRow(
                new Text(Number(version.Version)),
                new Markup(State(version)),
                new Text(version.CreatedAt.ToString("u", CultureInfo.InvariantCulture)),
                new Text(SafeText.Line(version.SavedBy ?? "", 30)),
                new Text(SafeText.Line(version.Hash, 12)),
                new Text(SafeText.Line(version.Decision is { } decision ? $"{decision.By} {decision.Note}" : "", 40)));
        }

        context.Screen.Out.Write(table);
    }

    public static void Write(CliContext context, FunctionDetailView detail)
    {
        var console = context.Screen.Out;
        var function = detail.Function;
        console.MarkupLine($"[bold]{SafeText.Markup(function.Name, 80)}[/] [dim]version {function.Version}, {SafeText.Markup(function.Hash, 80)}[/]");
        console.MarkupLine($"{State(function)}{(function.Decision is { } decision ? $" [dim]by {SafeText.Markup(decision.By, 60)}, {decision.At:u} {SafeText.Markup(decision.Note, 200)}[/]" : "")}");
        console.WriteLine();
        context.Screen.Writer.WriteLine(SafeText.Clean(detail.File));
    }

    public static void Write(CliContext context, FunctionTestPage page)
    {
        if (page.Tests.Count == 0)
        {
            context.Screen.Error.MarkupLine($"[dim]{SafeText.Markup(page.Function.Name)} has no tests. They are kept in its file, under 'tests'.[/]");
        }

        foreach (var test in page.Tests)
        {
            context.Screen.Out.MarkupLine(test.IsPassed
                ? string.Create(CultureInfo.InvariantCulture, $"[green]✓[/] {SafeText.Markup(test.Name)} [dim]{test.Milliseconds:0.0} ms[/]")
                : $"[red]✗[/] {SafeText.Markup(test.Name)}: {SafeText.Markup(test.Message, 1_000)}");
        }
    }

    public static void WriteSaved(CliContext context, FunctionView function)
    {
        context.Screen.Out.MarkupLine($"[green]✓[/] {SafeText.Markup(function.Name)} is at version {function.Version}");
        if (!function.IsUsable)
        {
            context.Screen.Error.MarkupLine($"[dim]It waits for acceptance: isaa functions approve {SafeText.Markup(function.Name)}@{function.Version}[/]");
        }
    }

    public static void WriteDecided(CliContext context, FunctionView function) => context.Screen.Out.MarkupLine(
        $"[green]✓[/] {SafeText.Markup(function.Name)}@{function.Version} {(function.IsUsable ? "may be called" : "may not be called")}");

    private static string State(FunctionView function) => function switch
    {
        { Decision.IsAccepted: true } => "[green]accepted[/]",
        { Decision.IsAccepted: false } => "[red]refused[/]",
        { IsUsable: true } => "usable",
        _ => "[yellow]waits[/]",
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
