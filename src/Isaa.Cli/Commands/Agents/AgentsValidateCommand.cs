using System.CommandLine;
using Isaa.Cli.Rendering.Agents;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Agents;

internal static class AgentsValidateCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "An agent or a network of agents as YAML or JSON; - reads standard input" };
        var command = new Command("validate", "Says everything that is wrong with the agents of a file, and saves nothing") { file };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var text = await InputFile.ReadAsync(context, parsed.GetRequiredValue(file), cancellationToken);
            var found = await connection.Client.Agents.ValidateAsync(text, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, found, ProtocolJson.Default.AgentFindings);
            }
            else
            {
                AgentTable.Write(context, found);
            }

            return found.Findings.Any(f => f.IsError) ? ExitCode.Failed : ExitCode.Ok;
        }));
        return command;
    }
}
