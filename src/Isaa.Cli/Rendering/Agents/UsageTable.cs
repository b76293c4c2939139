using System.Globalization;
using Isaa.Cli.Terminal;
using Isaa.Protocol.Usage;
using Spectre.Console;

namespace Isaa.Cli.Rendering.Agents;

/// <summary>What model calls used.</summary>
internal static class UsageTable
{
    public static void Write(CliContext context, UsagePage page)
    {
        var table = PlainTable.Create(page.By.ToUpperInvariant().EscapeMarkup(), "CALLS", "INPUT", "CACHED", "OUTPUT", "USD");
        foreach (var row in page.Rows)
        {
            Add(table, row, row.Key);
        }

        Add(table, page.Total, "all");
        context.Screen.Out.Write(table);
        if (page.Total.UnpricedCalls > 0)
        {
            context.Screen.Error.MarkupLine($"[dim]{page.Total.UnpricedCalls} calls went to models whose price is not known; write it into prices.yaml in the home folder.[/]");
        }
    }

    private static void Add(Table table, UsageRow row, string key) => table.AddRow(
        new Text(SafeText.Line(key, 60)),
        new Text(Number(row.Calls)),
        new Text(Number(row.Tokens.Input)),
        new Text(Number(row.Tokens.CachedInput)),
        new Text(Number(row.Tokens.Output)),
        new Text(row.CostUsd.ToString("0.000000", CultureInfo.InvariantCulture) + (row.UnpricedCalls > 0 ? " +?" : "")));

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
