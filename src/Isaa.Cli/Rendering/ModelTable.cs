using Isaa.Cli.Terminal;
using Isaa.Protocol.Models;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>The model providers and what they lack.</summary>
internal static class ModelTable
{
    public static void Write(CliContext context, ModelPage page)
    {
        var console = context.Screen.Out;
        var table = PlainTable.Create(" ", "PROVIDER", "STATE", "MODELS");
        foreach (var provider in page.Providers)
        {
            table.AddRow(
                new Markup(provider.IsReady ? "[green]✓[/]" : "[dim]–[/]"),
                new Text(SafeText.Line(provider.Provider, 30)),
                new Text(SafeText.Line(provider.Note, 300)),
                new Text(SafeText.Line(string.Join(", ", provider.KnownModels), 200)));
        }

        console.Write(table);
        console.WriteLine();
        console.MarkupLine(page.Default is { } model
            ? $"Default model: [bold]{SafeText.Markup(model)}[/]"
            : $"[yellow]![/] No model is ready; 'isaa run' plays the demonstration [dim]({SafeText.Markup(page.Demonstration)})[/].");
    }
}
