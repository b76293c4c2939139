using System.CommandLine;
using Isaa.Cli.Terminal;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Agents;

internal static class AgentsDiffCommand
{
    public static Command Create(CliContext context)
    {
        var name = AgentsVerbs.Name();
        var from = new Argument<int?>("FROM") { Description = "The earlier version; without it the one before", Arity = ArgumentArity.ZeroOrOne };
        var to = new Argument<int?>("TO") { Description = "The later version; without it the newest", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("diff", "Shows what changed between two versions") { name, from, to };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var diff = await connection.Client.Agents.DiffAsync(parsed.GetRequiredValue(name), parsed.GetValue(from), parsed.GetValue(to), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, diff, ProtocolJson.Default.AgentDiff);
            }
            else
            {
                context.Screen.Writer.Write(SafeText.Clean(diff.Diff));
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
