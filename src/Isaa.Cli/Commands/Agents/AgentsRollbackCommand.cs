using System.CommandLine;
using Isaa.Cli.Rendering.Agents;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Agents;

internal static class AgentsRollbackCommand
{
    public static Command Create(CliContext context)
    {
        var name = AgentsVerbs.Name();
        var version = new Argument<int>("VERSION") { Description = "The version to go back to" };
        var command = new Command("rollback", "Makes an earlier version the newest again, as a new version") { name, version };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var detail = await connection.Client.Agents.RollbackAsync(parsed.GetRequiredValue(name), parsed.GetValue(version), cancellationToken);
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
