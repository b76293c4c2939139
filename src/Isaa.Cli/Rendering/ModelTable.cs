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
        foreach (var provider in page.Providers)
        {
            console.MarkupLine($"{(provider.IsReady ? "[green]✓[/]" : "[dim]–[/]")} [bold]{SafeText.Markup(provider.Provider, 30)}[/]");
            WriteIndented(console, SafeText.Line(provider.Note, 400), Style.Plain);
            if (provider.KnownModels.Count > 0)
            {
                WriteIndented(console, SafeText.Line(string.Join(", ", provider.KnownModels), 400), new Style(decoration: Decoration.Dim));
            }
        }

        console.WriteLine();
        console.MarkupLine(page.Default is { } model
            ? $"Default model: [bold]{SafeText.Markup(model)}[/]"
            : $"[yellow]![/] No model is ready; 'isaa run' plays the demonstration [dim]({SafeText.Markup(page.Demonstration)})[/].");
    }

    private static void WriteIndented(IAnsiConsole console, string text, Style style) =>
        console.Write(new Padder(new Text(text, style)).Padding(2, 0, 0, 0));
}
