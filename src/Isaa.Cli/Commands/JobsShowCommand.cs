using System.CommandLine;
using Isaa.Cli.Connecting;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands;

internal static class JobsShowCommand
{
    public static Command Create(CliContext context)
    {
        var id = Verb.JobArgument();
        var command = new Command("show", "Shows a job: state, progress, result, error, what it waits for, steps") { id };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var whole = await JobReference.ResolveAsync(connection.Client, parsed.GetRequiredValue(id), cancellationToken);
            var detail = await connection.Client.GetJobAsync(whole, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, detail, ProtocolJson.Default.JobDetailView);
            }
            else
            {
                JobReport.Write(context, detail, await connection.Client.ListStepsAsync(whole, cancellationToken: cancellationToken));
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
