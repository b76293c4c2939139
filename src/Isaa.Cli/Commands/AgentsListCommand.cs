using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands;

internal static class AgentsListCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("list", "Lists agents");
        command.SetAction((_, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var page = await connection.Client.ListAgentsAsync(cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, page, ProtocolJson.Default.AgentPage);
            }
            else
            {
                AgentTable.Write(context, page);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
