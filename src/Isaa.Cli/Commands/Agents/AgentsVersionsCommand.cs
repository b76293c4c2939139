using System.CommandLine;
using Isaa.Cli.Rendering.Agents;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Agents;

internal static class AgentsVersionsCommand
{
    public static Command Create(CliContext context)
    {
        var name = AgentsVerbs.Name();
        var command = new Command("versions", "Lists all versions of an agent, newest first") { name };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var page = await connection.Client.Agents.ListVersionsAsync(parsed.GetRequiredValue(name), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, page, ProtocolJson.Default.AgentPage);
            }
            else
            {
                AgentTable.WriteVersions(context, page);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
