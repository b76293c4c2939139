using System.CommandLine;
using Isaa.Cli.Rendering;

namespace Isaa.Cli.Commands.Queues;

internal static class QueueGroupsCommand
{
    public static Command Create(CliContext context)
    {
        var queue = QueueVerb.Queue();
        var after = new Option<string?>("--after") { Description = "Only groups after this key, to read on", HelpName = "KEY" };
        var limit = new Option<int>("--limit") { Description = "At most this many, 1 to 500", HelpName = "N", DefaultValueFactory = _ => 50 };
        var tenant = QueueVerb.Tenant();
        var command = new Command("groups", "Lists a queue's groups") { queue, after, limit, tenant };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            QueueTable.WriteGroups(context, await connection.Client.Queues.ListGroupsAsync(
                parsed.GetRequiredValue(queue), parsed.GetValue(after), parsed.GetValue(limit), parsed.GetValue(tenant), cancellationToken));
            return ExitCode.Ok;
        }));
        return command;
    }
}
