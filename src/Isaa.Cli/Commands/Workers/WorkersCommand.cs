using System.CommandLine;
using Isaa.Cli.Rendering.Workers;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Workers;

internal static class WorkersCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("workers", "Shows the workers of all processes on the store: what they take and what they work on");
        command.SetAction((_, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var page = await connection.Client.ListWorkersAsync(cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, page, ProtocolJson.Default.WorkerPage);
            }
            else
            {
                WorkerTable.Write(context, page);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
