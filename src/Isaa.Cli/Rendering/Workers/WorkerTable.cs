using Isaa.Cli.Terminal;
using Isaa.Protocol.Workers;
using Spectre.Console;

namespace Isaa.Cli.Rendering.Workers;

/// <summary>Workers.</summary>
internal static class WorkerTable
{
    public static void Write(CliContext context, WorkerPage page)
    {
        if (page.Workers.Count == 0)
        {
            context.Screen.Error.MarkupLine("[dim]No worker lives. Start one: isaa serve, or isaa minion[/]");
            return;
        }

        var now = context.Host.Time.GetUtcNow();
        var table = PlainTable.Create("WORKER", "STATE", "JOBS", "PROCESS", "SINCE", "TAKES");
        foreach (var worker in page.Workers)
        {
            table.AddRow(
                new Text(SafeText.Line(worker.Name ?? worker.Id, 40)),
                new Markup(worker.State switch { "working" => "[green]working[/]", "silent" => "[yellow]silent[/]", _ => "idle" }),
                new Text(worker.Slots is { } slots ? $"{worker.Jobs.Count} of {slots}" : $"{worker.Jobs.Count}"),
                new Text(SafeText.Line($"{worker.ProcessId} on {worker.Host}", 40)),
                new Text(Measure.Duration(now - worker.StartedAt)),
                new Text(SafeText.Line(Takes(worker), 100)));
        }

        context.Screen.Out.Write(table);
    }

    private static string Takes(WorkerView worker) => worker.IsForOneJob ? "one job only" : string.Join("; ", new[]
    {
        worker.Reserved is { } reserved ? $"only what requires {string.Join(" or ", reserved)}" : "what it can",
        worker.Queues is { } queues ? $"queues {string.Join(", ", queues)}" : "all queues",
        $"can {string.Join(", ", worker.Capabilities)}",
    });
}
