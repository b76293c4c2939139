using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>Tables without lines: readable on a terminal, and easy to cut when piped.</summary>
internal static class PlainTable
{
    public static Table Create(params ReadOnlySpan<string> columns)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Markup($"[dim]{column}[/]")) { Padding = new Padding(0, 0, 2, 0) });
        }

        return table;
    }
}
