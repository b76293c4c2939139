using System.CommandLine;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Isaa.Protocol.Chains.Storing;
using Spectre.Console;

namespace Isaa.Cli.Commands.Chains;

internal static class ChainsValidateCommand
{
    public static Command Create(CliContext context)
    {
        var file = new Argument<string>("FILE") { Description = "The chain as text; - reads standard input" };
        var command = new Command("validate", "Finds all that is wrong with a chain, without saving it") { file };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var text = await InputFile.ReadAsync(context, parsed.GetRequiredValue(file), cancellationToken);
            var found = await connection.Client.Chains.CheckAsync(new AddChain { Text = text }, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, found, ProtocolJson.Default.ChainFindings);
            }
            else if (found.Findings.Count == 0)
            {
                context.Screen.Out.MarkupLine("[green]✓[/] The chain can run");
            }
            else
            {
                foreach (var finding in found.Findings)
                {
                    context.Screen.Out.Write(new Text(SafeText.Clean(finding.Message) + "\n"));
                }
            }

            return found.Findings.Count == 0 ? ExitCode.Ok : ExitCode.BadInput;
        }));
        return command;
    }
}
