using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands;

internal static class JobsWatchCommand
{
    public static Command Create(CliContext context)
    {
        var id = Verb.JobArgument();
        var after = new Option<string?>("--after") { Description = "Only events after this cursor", HelpName = "CURSOR" };
        var command = new Command("watch", "Follows a job until it has ended; with --json one event a line. Ctrl-C ends the watching, not the job") { id, after };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var whole = await JobReference.ResolveAsync(connection.Client, parsed.GetRequiredValue(id), cancellationToken);
            var events = connection.Client.WatchJobAsync(whole, parsed.GetValue(after), cancellationToken);
            if (context.Json)
            {
                await foreach (var entry in events)
                {
                    Verb.WriteJson(context, entry, ProtocolJson.Default.EventView);
                }

                return RunReport.ExitOf((await connection.Client.GetJobAsync(whole, cancellationToken)).Job);
            }

            var progress = new RunProgress(context.Screen, context.Host.Time);
            await progress.FollowAsync(events);
            return RunReport.Write(context, await connection.Client.GetJobAsync(whole, cancellationToken), progress);
        }));
        return command;
    }
}
