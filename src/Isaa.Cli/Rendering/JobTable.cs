using Isaa.Cli.Connecting;
using Isaa.Cli.Terminal;
using Isaa.Protocol.Jobs;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>A page of jobs.</summary>
internal static class JobTable
{
    private const int LabelLength = 60;

    public static void Write(CliContext context, JobPage page)
    {
        var console = context.Screen.Out;
        if (page.Jobs.Count == 0)
        {
            context.Screen.Error.MarkupLine(page.Next is null
                ? "[dim]No such jobs. Start one: isaa run \"TASK\" --in FOLDER[/]"
                : $"[dim]None among those looked at so far. To look on: isaa jobs list --before @{page.Next}, with the same filter[/]");
            return;
        }

        var now = context.Host.Time.GetUtcNow();
        var table = PlainTable.Create("ID", "STATE", "KIND", "ADDED", "TOOK", "WHAT");
        foreach (var job in page.Jobs)
        {
            table.AddRow(
                new Markup(JobReference.Short(job.Id)),
                new Markup(JobState.Markup(job.State)),
                new Text(SafeText.Line(job.Kind, 24)),
                new Text(Measure.Ago(now - job.CreatedAt)),
                new Text(Took(job, now)),
                new Text(SafeText.Line(job.Label, LabelLength)));
        }

        console.Write(table);
        if (page.Next is { } next)
        {
            context.Screen.Error.MarkupLine($"[dim]More: isaa jobs list --before @{next}[/]");
        }
    }

    public static string Took(JobView job, DateTimeOffset now) =>
        job.StartedAt is { } started ? Measure.Duration((job.FinishedAt ?? now) - started) : "";
}
