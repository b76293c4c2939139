using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Rendering;
using Isaa.Protocol;
using Isaa.Protocol.Jobs;
using Spectre.Console;

namespace Isaa.Cli.Commands;

internal static class JobsCancelCommand
{
    public static Command Create(CliContext context)
    {
        var id = Verb.JobArgument();
        var reason = new Option<string?>("--reason") { Description = "Why; kept with the job", HelpName = "TEXT" };
        var command = new Command("cancel", "Cancels a job; one that is being worked on is told and ends soon") { id, reason };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var whole = await JobReference.ResolveAsync(connection.Client, parsed.GetRequiredValue(id), cancellationToken);
            var job = await connection.Client.CancelJobAsync(whole, parsed.GetValue(reason) ?? "Cancelled with 'isaa jobs cancel'.", cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, job, ProtocolJson.Default.JobView);
                return ExitCode.Ok;
            }

            context.Screen.Out.MarkupLine(job.State == JobStates.Cancelled
                ? $"[green]✓[/] {JobReference.Short(job.Id)} is {JobState.Markup(job.State)}"
                : $"[yellow]…[/] {JobReference.Short(job.Id)} is being told to stop");
            return ExitCode.Ok;
        }));
        return command;
    }
}
