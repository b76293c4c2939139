using System.CommandLine;
using Isaa.Cli.Rendering.Agents;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Agents;

internal static class AgentsImportCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "An agent or a network of agents as YAML or JSON; - reads standard input" };
        var command = new Command("import", "Adds the agents of a file: all of them or, when anything is wrong, none") { file };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var text = await InputFile.ReadAsync(context, parsed.GetRequiredValue(file), cancellationToken);
            var page = await connection.Client.Agents.ImportAsync(text, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, page, ProtocolJson.Default.AgentPage);
                return ExitCode.Ok;
            }

            foreach (var agent in page.Agents)
            {
                AgentTable.WriteSaved(context, agent);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
