using System.CommandLine;
using Isaa.Cli.Rendering.Agents;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Agents;

internal static class AgentsAddCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The definition as YAML or JSON; - reads standard input" };
        var command = new Command("add", "Adds an agent from a file, or a new version of it") { file };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var text = await InputFile.ReadAsync(context, parsed.GetRequiredValue(file), cancellationToken);
            var detail = await connection.Client.Agents.AddAsync(text, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, detail, ProtocolJson.Default.AgentDetailView);
            }
            else
            {
                AgentTable.WriteSaved(context, detail.Agent);
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
