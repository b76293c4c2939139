using System.Globalization;
using System.Text.Json;
using Isaa.Cli.Terminal;
using Isaa.Protocol.Jobs;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>One job for a person: what it is, how it stands, what came of it, its steps.</summary>
internal static class JobReport
{
    private const int LongestText = 4000;
    private const int StepsShown = 40;

    public static void Write(CliContext context, JobDetailView detail, StepPage steps)
    {
        var console = context.Screen.Out;
        var job = detail.Job;
        console.MarkupLine($"[bold]{SafeText.Markup(job.Label ?? job.Kind, 100)}[/]");
        console.Write(Facts(context, detail));
        if (job.Error is { } error)
        {
            console.WriteLine();
            console.MarkupLine($"[red]Error[/] [dim]{SafeText.Markup(error.Code, 60)}{(error.TraceId is { } id ? $" · trace {SafeText.Markup(id, 60)}" : "")}[/]");
            WriteText(console, error.Message);
        }

        WriteResult(console, detail);
        WriteDependencies(console, detail);
        WriteSteps(console, job.Id, steps);
    }

    private static Grid Facts(CliContext context, JobDetailView detail)
    {
        var job = detail.Job;
        var now = context.Host.Time.GetUtcNow();
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2)).AddColumn(new GridColumn().PadLeft(0));
        Add(grid, "id", job.Id);
        grid.AddRow(new Markup("[dim]state[/]"), new Markup(JobState.Markup(job.State) + (job.CancelReason is { Length: > 0 } why ? $" [dim]{SafeText.Markup(why)}[/]" : "")));
        Add(grid, "kind", $"{job.Kind} · queue {job.Queue}");
        Add(grid, "added", $"{job.CreatedAt:yyyy-MM-dd HH:mm:ss}Z · {Measure.Ago(now - job.CreatedAt)}");
        if (job.StartedAt is not null)
        {
            Add(grid, "took", JobTable.Took(job, now));
        }

        Add(grid, "attempts", $"{job.Started} started · {job.Charged} of {job.MaxAttempts} failed{(job.Stalled > 0 ? $" · {job.Stalled} lost their worker" : "")}");
        if (detail.Progress is { } progress)
        {
            Add(grid, "progress", $"{Progress(progress.Value)} · {Measure.Ago(now - progress.At)}");
        }

        AddRun(grid, detail);
        return grid;
    }

    private static void AddRun(Grid grid, JobDetailView detail)
    {
        if (RunReport.ReadResult(detail) is { } result)
        {
            Add(grid, "agent", $"{result.Agent} v{result.Version}{(result.Model is { } model ? $" · {model}" : "")}");
            Add(grid, "session", result.Session);
            Add(grid, "used", RunReport.Spent(result, null));
        }

        if (detail.Arguments is { ValueKind: JsonValueKind.Object } arguments)
        {
            AddText(grid, "task", arguments, "input");
            AddText(grid, "folder", arguments, "folder");
        }
    }

    private static void AddText(Grid grid, string name, JsonElement arguments, string property)
    {
        if (arguments.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String)
        {
            Add(grid, name, SafeText.Line(value.GetString(), 300));
        }
    }

    private static void Add(Grid grid, string name, string value) => grid.AddRow(new Markup($"[dim]{name}[/]"), new Text(SafeText.Line(value, 400)));

    private static void WriteResult(IAnsiConsole console, JobDetailView detail)
    {
        var text = RunReport.ReadResult(detail)?.Text ?? (detail.Result is { } json ? json.GetRawText() : "");
        if (text.Length > 0)
        {
            console.WriteLine();
            console.MarkupLine("[green]Result[/]");
            WriteText(console, text);
        }
    }

    private static string Progress(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var share) && share is >= 0 and <= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %")
            : value.GetRawText();

    private static void WriteDependencies(IAnsiConsole console, JobDetailView detail)
    {
        if (detail.Dependencies.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.MarkupLine("[blue]Waits for[/]");
        var table = PlainTable.Create(" ", "ID", "JOB", "STATE", "WHEN IT FAILS");
        foreach (var one in detail.Dependencies.Take(StepsShown))
        {
            table.AddRow(
                new Markup(one.IsOpen ? "[yellow]…[/]" : "[green]✓[/]"),
                new Text(one.Job),
                new Text(SafeText.Line((one.IsChild ? "child: " : "") + (one.Label ?? one.Kind), 50)),
                new Markup(JobState.Markup(one.State)),
                new Text(one.OnFailure));
        }

        console.Write(table);
        if (detail.Dependencies.Count > StepsShown)
        {
            console.MarkupLine($"[dim]More: GET /api/v1/jobs/{detail.Job.Id}/dependencies[/]");
        }
    }

    private static void WriteSteps(IAnsiConsole console, string id, StepPage steps)
    {
        if (steps.Steps.Count == 0)
        {
            return;
        }

        console.WriteLine();
        console.MarkupLine("[blue]Steps[/]");
        var table = PlainTable.Create(" ", "PLACE", "STEP", "WRITTEN");
        foreach (var step in steps.Steps.TakeLast(StepsShown))
        {
            var place = $"{step.Path}#{step.Index}";
            table.AddRow(
                new Markup(step.IsDone ? "[green]✓[/]" : "[yellow]?[/]"),
                new Text(SafeText.Line(place, 30)),
                new Text(SafeText.Line(step.Name, 50)),
                new Text($"{step.At:HH:mm:ss.fff}"));
        }

        console.Write(table);
        if (steps.Next is not null || steps.Steps.Count > StepsShown)
        {
            console.MarkupLine($"[dim]More: GET /api/v1/jobs/{id}/steps[/]");
        }
    }

    private static void WriteText(IAnsiConsole console, string text)
    {
        var clean = SafeText.Clean(text);
        console.Write(new Padder(new Text(clean.Length <= LongestText ? clean : clean[..LongestText] + "… (cut; --json has all)")).Padding(2, 0, 0, 0));
        console.WriteLine();
    }
}
