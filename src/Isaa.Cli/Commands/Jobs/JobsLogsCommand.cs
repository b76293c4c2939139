using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Client;
using Isaa.Protocol.Jobs.Details;
using Spectre.Console;

namespace Isaa.Cli.Commands.Jobs;

internal static class JobsLogsCommand
{
    private const int LongestLine = 4000;

    // A running job writes its lines at most twice a second.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Command Create(CliContext context)
    {
        var id = Verb.JobArgument();
        var follow = new Option<bool>("--follow") { Description = "Go on until the job has ended. Ctrl-C ends the following, not the job" };
        var level = new Option<string?>("--level") { Description = "Only lines at least this grave: trace, debug, information, warning, error, critical", HelpName = "LEVEL" };
        var after = new Option<long>("--after") { Description = "Only lines after this number", HelpName = "NUMBER" };
        var command = new Command("logs", "Writes what a job's handler logged, oldest first; with --json one line each") { id, follow, level, after };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var whole = await JobReference.ResolveAsync(connection.Client, parsed.GetRequiredValue(id), cancellationToken);
            await WriteAsync(context, connection.Client, whole, parsed.GetValue(after), parsed.GetValue(level), parsed.GetValue(follow), cancellationToken);
            return ExitCode.Ok;
        }));
        return command;
    }

    private static async Task WriteAsync(
        CliContext context, IsaaClient client, string job, long after, string? level, bool follow, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await client.ReadLogAsync(job, after, level, cancellationToken: cancellationToken);
            foreach (var line in page.Lines)
            {
                Write(context, line);
            }

            after = page.Next;
            if (page.Lines.Count > 0)
            {
                continue;
            }

            if (!follow || page.IsEnded)
            {
                return;
            }

            await Task.Delay(Pause, context.Host.Time, cancellationToken);
        }
    }

    private static void Write(CliContext context, LogLineView line)
    {
        if (context.Json)
        {
            Verb.WriteJson(context, line, ProtocolJson.Default.LogLineView);
            return;
        }

        var color = line.Level switch
        {
            "warning" => "yellow",
            "error" or "critical" => "red",
            _ => "dim",
        };
        context.Screen.Out.MarkupLine($"[dim]{line.At:HH:mm:ss.fff}[/] [{color}]{line.Level,-11}[/] {SafeText.Markup(line.Text, LongestLine)}");
    }
}
