using System.Globalization;
using Isaa.Cli.Terminal;
using Isaa.Protocol.Functions.Calls;
using Spectre.Console;

namespace Isaa.Cli.Rendering;

/// <summary>Calls of functions, many or one.</summary>
internal static class FunctionCallTable
{
    private const double MiB = 1 << 20;

    public static void Write(CliContext context, FunctionCallPage page)
    {
        if (page.Calls.Count == 0)
        {
            context.Screen.Error.MarkupLine("[dim]No calls on record.[/]");
            return;
        }

        var table = PlainTable.Create("ID", "FUNCTION", "STARTED", "OUTCOME", "TOOK", "MEMORY", "BY", "ERROR");
        foreach (var call in page.Calls)
        {
            table.AddRow(
                new Text(SafeText.Line(call.Id, 32)),
                new Text(SafeText.Line($"{call.Function}@{call.Version}", 70)),
                new Text(call.StartedAt.ToString("u", CultureInfo.InvariantCulture)),
                new Markup(Outcome(call)),
                new Text(Time(call.Milliseconds)),
                new Text(Memory(call.PeakMemoryBytes)),
                new Text(SafeText.Line(call.Agent ?? call.Job ?? call.Session ?? "", 32)),
                new Text(SafeText.Line(call.Error?.Message ?? "", 60)));
        }

        context.Screen.Out.Write(table);
        if (page.Next is { } next)
        {
            context.Screen.Error.MarkupLine($"[dim]More: --before {SafeText.Markup(next)}[/]");
        }
    }

    public static void Write(CliContext context, FunctionSummaryPage page)
    {
        if (page.Functions.Count == 0)
        {
            context.Screen.Error.MarkupLine("[dim]No calls in the last 24 hours.[/]");
            return;
        }

        var table = PlainTable.Create("FUNCTION", "CALLS", "FAILED", "MEAN", "LONGEST", "PROCESSOR", "MEMORY");
        foreach (var sum in page.Functions)
        {
            table.AddRow(
                new Text(SafeText.Line(sum.Function, 64)),
                new Text(sum.Calls.ToString(CultureInfo.InvariantCulture)),
                new Text(sum.Failures.ToString(CultureInfo.InvariantCulture)),
                new Text(Time(sum.MeanMilliseconds)),
                new Text(Time(sum.LongestMilliseconds)),
                new Text(Time(sum.CpuMilliseconds)),
                new Text(Memory(sum.PeakMemoryBytes)));
        }

        context.Screen.Out.Write(table);
    }

    /// <summary>The call as a record.</summary>
    public static void Write(CliContext context, FunctionCallView call)
    {
        var console = context.Screen.Out;
        console.MarkupLine($"[bold]{SafeText.Markup(call.Function)}[/] [dim]version {call.Version}, {SafeText.Markup(call.Hash, 80)}[/]");
        console.MarkupLine($"{Outcome(call)} [dim]{call.StartedAt:u}, took {Time(call.Milliseconds)} ({Time(call.WaitMilliseconds)} waiting), processor {Time(call.CpuMilliseconds)}, memory {Memory(call.PeakMemoryBytes)}[/]");
        WriteEnd(context, call);
    }

    /// <summary>The result alone on standard output, everything else beside it.</summary>
    public static void WriteResult(CliContext context, FunctionCallView call)
    {
        WriteEnd(context, call);
        context.Screen.Error.MarkupLine($"{Outcome(call)} [dim]version {call.Version}, {Time(call.Milliseconds)}[/]");
    }

    private static void WriteEnd(CliContext context, FunctionCallView call)
    {
        if (call.Logs.Length > 0)
        {
            context.Screen.Error.Write(new Text(SafeText.Clean(call.Logs).TrimEnd('\n') + "\n", new Style(decoration: Decoration.Dim)));
        }

        if (call.Error is { } error)
        {
            var place = error.Line is { } line ? error.Column is { } column ? $" (line {line}, column {column})" : $" (line {line})" : "";
            context.Screen.Error.MarkupLine($"[red]{SafeText.Markup(error.Kind)}[/]: {SafeText.Markup(error.Message, 2_000)}{place}");
        }

        if (call.Output is { } output)
        {
            context.Screen.Writer.WriteLine(SafeText.Clean(output.GetRawText()));
        }
    }

    private static string Outcome(FunctionCallView call) => call.Outcome switch
    {
        "completed" => "[green]completed[/]",
        null => "[yellow]runs[/]",
        var other => $"[red]{SafeText.Markup(other, 40)}[/]",
    };

    private static string Time(double milliseconds) => milliseconds < 1_000
        ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1_000:0.0} s");

    private static string Memory(long? bytes) => bytes is { } held ? string.Create(CultureInfo.InvariantCulture, $"{held / MiB:0.0} MiB") : "";
}
