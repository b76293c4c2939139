using System.Globalization;
using Isaa.Cli.Terminal;
using Isaa.Protocol.Chains.Storing;
using Spectre.Console;

namespace Isaa.Cli.Rendering.Chains;

/// <summary>Chains, many or one.</summary>
internal static class ChainTable
{
    public static void Write(CliContext context, ChainPage page)
    {
        if (page.Chains.Count == 0)
        {
            context.Screen.Error.MarkupLine("[dim]No chains. Add one: isaa chains add NAME FILE[/]");
            return;
        }

        var table = PlainTable.Create("NAME", "VERSION", "ACCEPTANCE", "TAGS", "WHAT FOR");
        foreach (var chain in page.Chains)
        {
            table.AddRow(Cells(chain));
        }

        context.Screen.Out.Write(table);
    }

    public static void Write(CliContext context, ChainFits fits)
    {
        if (fits.Fits.Count == 0)
        {
            context.Screen.Error.MarkupLine("[dim]No chain has a word in common with the task. --all looks at those too that nobody accepted.[/]");
            return;
        }

        var table = PlainTable.Create("SCORE", "NAME", "VERSION", "ACCEPTANCE", "TAGS", "WHAT FOR");
        foreach (var fit in fits.Fits)
        {
            table.AddRow([new Text(fit.Score.ToString("0.0", CultureInfo.InvariantCulture)), .. Cells(fit.Chain)]);
        }

        context.Screen.Out.Write(table);
    }

    public static void Write(CliContext context, ChainDetailView detail)
    {
        var (console, chain) = (context.Screen.Out, detail.Chain);
        console.MarkupLine($"[bold]{SafeText.Markup(chain.Name, 80)}[/] [dim]version {chain.Version}, {AcceptanceOf(chain)}[/]");
        if (chain.Description.Length > 0)
        {
            console.Write(new Text(SafeText.Clean(chain.Description) + "\n"));
        }

        console.Write(new Text("\n" + SafeText.Clean(detail.Text.TrimEnd()) + "\n"));
        console.MarkupLine($"\n[dim]{SafeText.Markup(Say(detail.Uses), 400)}[/]");
        foreach (var finding in detail.Findings)
        {
            console.MarkupLine($"\n[red]✗[/] {SafeText.Markup(finding.Message)}");
        }
    }

    private static string Say(ChainUsesView uses)
    {
        (string Noun, IReadOnlyList<string> Names)[] parts = [("agents", uses.Agents), ("tools", uses.Tools), ("functions", uses.Functions), ("chains", uses.Chains)];
        return string.Join("; ", parts.Where(part => part.Names.Count > 0).Select(part => $"{part.Noun} {string.Join(", ", part.Names)}").Prepend($"{uses.Steps} steps"));
    }

    private static Text[] Cells(ChainView chain) =>
    [
        new Text(SafeText.Line(chain.Name, 40)),
        new Text(chain.Version.ToString(CultureInfo.InvariantCulture)),
        new Text(chain.Acceptance),
        new Text(SafeText.Line(string.Join(", ", chain.Tags), 40)),
        new Text(SafeText.Line(chain.Description, 60)),
    ];

    private static string AcceptanceOf(ChainView chain) => chain.DecidedBy is { } by
        ? $"{chain.Acceptance} by {SafeText.Markup(by, 40)}{(chain.Note is { } note ? $" ({SafeText.Markup(note, 80)})" : "")}"
        : "not accepted yet";
}
