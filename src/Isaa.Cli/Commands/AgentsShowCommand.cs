using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands;

internal static class AgentsShowCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The agent's name" };
        var command = new Command("show", "Shows an agent with its definition") { name };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var detail = await connection.Client.GetAgentAsync(parsed.GetRequiredValue(name), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, detail, ProtocolJson.Default.AgentDetailView);
            }
            else
            {
                AgentTable.Write(context, detail);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
