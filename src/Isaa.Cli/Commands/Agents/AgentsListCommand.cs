using System.CommandLine;
using Isaa.Cli.Rendering.Agents;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Agents;

internal static class AgentsListCommand
{
    public static Command Create(CliContext context)
    {
        var command = new Command("list", "Lists agents");
        command.SetAction((_, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var page = await connection.Client.Agents.ListAsync(cancellationToken);
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
