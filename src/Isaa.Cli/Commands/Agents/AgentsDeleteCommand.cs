using System.CommandLine;
using Isaa.Cli.Terminal;
using Isaa.Protocol;
using Spectre.Console;

namespace Isaa.Cli.Commands.Agents;

internal static class AgentsDeleteCommand
{
    public static Command Create(CliContext context)
    {
        var name = AgentsVerbs.Name();
        var yes = new Option<bool>("--yes") { Description = "Really delete it: it cannot be undone" };
        var command = new Command("delete", "Deletes an agent with its versions and sessions") { name, yes };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var agent = parsed.GetRequiredValue(name);
            if (!parsed.GetValue(yes))
            {
                throw new CliException(ExitCode.BadInput, "confirmation_missing", $"All versions and sessions of agent '{agent}' would be gone for good. Write it out first: isaa agents export {agent}. Then pass --yes.");
            }

            var deleted = await connection.Client.Agents.DeleteAsync(agent, cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, deleted, ProtocolJson.Default.DeletedAgent);
            }
            else
            {
                context.Screen.Out.MarkupLine($"[green]✓[/] {SafeText.Markup(agent)} is gone, with {deleted.Versions} versions and {deleted.Sessions.Count} sessions");
            }

            return ExitCode.Ok;
        }));
        return command;
    }
}
