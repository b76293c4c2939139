using Isaa.Cli.Terminal;
using Isaa.Protocol.Health;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>What the doctor found, and the repair of each finding.</summary>
internal static class DoctorTable
{
    public static void Write(CliContext context, DoctorReport report)
    {
        var console = context.Screen.Out;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(1)).AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var check in report.Checks)
        {
            var mark = check.Status switch
            {
                CheckStatus.Ok => "[green]✓[/]",
                CheckStatus.Warning => "[yellow]![/]",
                _ => "[red]✗[/]",
            };
            grid.AddRow(new Markup(mark), new Markup($"[bold]{SafeText.Markup(check.Name, 30)}[/]"), new Text(SafeText.Line(check.Message, 400)));
            if (check.Fix is { } fix)
            {
                grid.AddRow(new Text(""), new Text(""), new Markup($"[blue]→[/] {SafeText.Markup(fix, 400)}"));
            }
        }

        console.Write(grid);
        console.WriteLine();
        console.MarkupLine(report.IsHealthy ? "[green]Everything that is needed works.[/]" : "[red]Something that is needed does not work.[/]");
    }
}
