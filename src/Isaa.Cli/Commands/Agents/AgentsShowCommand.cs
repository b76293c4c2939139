using System.CommandLine;
using Isaa.Cli.Rendering.Agents;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Agents;

internal static class AgentsShowCommand
{
    public static Command Create(CliContext context)
    {
        var name = AgentsVerbs.Reference();
        var command = new Command("show", "Shows an agent with its definition") { name };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var detail = await connection.Client.Agents.GetAsync(parsed.GetRequiredValue(name), cancellationToken);
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
