using System.Text.Json;
using Isaa.Cli.Commands;
using Isaa.Cli.Connecting;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Jobs;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>What came of a job that was followed to its end: the answer on standard output, the rest on standard error.</summary>
internal static class RunReport
{
    public static int ExitOf(JobView job) => job.State switch
    {
        JobStates.Completed => ExitCode.Ok,
        JobStates.Cancelled => ExitCode.Cancelled,
        _ => ExitCode.Failed,
    };

    public static int Write(CliContext context, JobDetailView detail, RunProgress progress)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, detail, ProtocolJson.Default.JobDetailView);
        }

        var result = ReadResult(detail);
        if (!context.Json && result is { Text.Length: > 0 })
        {
            WriteAnswer(context, result, progress);
        }

        WriteEnd(context, detail.Job, result);
        return ExitOf(detail.Job);
    }

    /// <summary>The result of an agent run; null when the job is none or has none.</summary>
    public static AgentResult? ReadResult(JobDetailView detail)
    {
        try
        {
            return detail is { Result: { ValueKind: JsonValueKind.Object } json, Job.Kind: "agent.run" }
                ? json.Deserialize(ProtocolJson.Default.AgentResult)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Spent(AgentResult result, TimeSpan? took) => string.Join(" · ", new[]
    {
        took is { } time ? Measure.Duration(time) : "",
        Measure.Plural(result.Turns, "turn"),
        Measure.Plural(result.ToolCalls, "tool call"),
        Measure.Plural(result.Usage.Input + result.Usage.Output, "token"),
        result.CostUsd is { } cost ? Measure.Usd(cost) : "cost unknown",
    }.Where(t => t.Length > 0));

    // A chain ends many attempts while it waits; its time is all of them.
    private static TimeSpan? TookOf(JobView job) => job is { StartedAt: { } started, FinishedAt: { } finished }
        ? finished - (job.Kind == "chain.run" ? job.CreatedAt : started)
        : null;

    // On a terminal the answer was shown while it came; piped, standard output gets it whole.
    private static void WriteAnswer(CliContext context, AgentResult result, RunProgress progress)
    {
        var isShown = context.Screen.OutIsTerminal && context.Screen.IsLive && progress.ShownText.Trim() == result.Text.Trim();
        if (!isShown)
        {
            context.Screen.Writer.WriteLine(context.Screen.OutIsTerminal ? SafeText.Clean(result.Text) : result.Text);
        }
    }

    private static void WriteEnd(CliContext context, JobView job, AgentResult? result)
    {
        var console = context.Screen.Error;
        var took = TookOf(job);
        var spent = result is not null ? Spent(result, took) : took is { } time ? Measure.Duration(time) : "";
        var id = JobReference.Short(job.Id);
        if (console.Profile.Out.IsTerminal)
        {
            console.WriteLine();
        }

        switch (job.State)
        {
            case JobStates.Completed:
                console.MarkupLine($"[green]✓ completed[/] [dim]{spent.EscapeMarkup()}[/]");
                console.MarkupLine($"  [dim]isaa jobs show {id}[/]");
                break;
            case JobStates.Cancelled:
                console.MarkupLine($"[yellow]■ cancelled[/] [dim]{spent.EscapeMarkup()}[/]");
                console.MarkupLine($"  Go on where it stopped: [bold]isaa run --resume {id}[/]");
                break;
            default:
                console.MarkupLine($"[red]✗ {job.State.EscapeMarkup()}[/] [dim]{spent.EscapeMarkup()}[/]");
                WriteFailure(context, job);
                console.MarkupLine($"  Try again where it stopped: [bold]isaa run --resume {id}[/]   [dim]isaa jobs show {id}[/]");
                break;
        }
    }

    private static void WriteFailure(CliContext context, JobView job)
    {
        if (job.Error is not { } error)
        {
            return;
        }

        context.Screen.Error.MarkupLine($"  {SafeText.Markup(error.Message, 1000)} [dim]({SafeText.Markup(error.Code, 60)})[/]");
        if (error.TraceId is { } trace)
        {
            context.Screen.Error.MarkupLine($"  [dim]Trace id {SafeText.Markup(trace, 60)}; the details are in logs/isaa.log of the home folder.[/]");
        }
    }
}
