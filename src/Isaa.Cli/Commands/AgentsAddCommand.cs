using System.CommandLine;
using Isaa.Protocol;
using Spectre.Console;

namespace Isaa.Cli.Commands;

internal static class AgentsAddCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The definition as YAML or JSON; - reads standard input" };
        var command = new Command("add", "Adds an agent from a file, or a new version of it") { file };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var text = await InputFile.ReadAsync(context, parsed.GetRequiredValue(file), cancellationToken);
            var detail = await connection.Client.AddAgentAsync(text, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, detail, ProtocolJson.Default.AgentDetailView);
            }
            else
            {
                context.Screen.Out.MarkupLine($"[green]✓[/] {Terminal.SafeText.Markup(detail.Agent.Name)} is at version {detail.Agent.Version}");
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
