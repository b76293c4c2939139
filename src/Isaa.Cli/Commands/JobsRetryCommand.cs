using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Rendering;
using Isaa.Protocol;
using Spectre.Console;

namespace Isaa.Cli.Commands;

internal static class JobsRetryCommand
{
    public static Command Create(CliContext context)
    {
        var id = Verb.JobArgument();
        var command = new Command("retry", "Makes a failed, cancelled or dead job ready again; its finished steps are kept") { id };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var whole = await JobReference.ResolveAsync(connection.Client, parsed.GetRequiredValue(id), cancellationToken);
            var job = await connection.Client.RetryJobAsync(whole, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, job, ProtocolJson.Default.JobView);
                return ExitCode.Ok;
            }

            context.Screen.Out.MarkupLine($"[green]✓[/] {JobReference.Short(job.Id)} is {JobState.Markup(job.State)}");
            if (connection.IsHosted)
            {
                context.Screen.Error.MarkupLine($"[dim]No server runs here: 'isaa serve' takes it up, or now: isaa run --resume {JobReference.Short(job.Id)}[/]");
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
