using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol;

namespace Isaa.Cli.Commands.Queues;

/// <summary>The overview of all queues, and the verbs on one.</summary>
internal static class QueuesCommand
{
    public static Command Create(CliContext context)
    {
        var tenant = QueueVerb.Tenant();
        var command = new Command("queues", "Shows all queues, and tells them what to do") { tenant };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var page = await connection.Client.Queues.ListAsync(parsed.GetValue(tenant), cancellationToken);
            if (context.Json)
            {
                Verb.WriteJson(context, page, ProtocolJson.Default.QueuePage);
            }
            else
            {
                QueueTable.Write(context, page);
            }

            return ExitCode.Ok;
        }));
        command.Subcommands.Add(QueuePauseCommands.Create(context, isPaused: true));
        command.Subcommands.Add(QueuePauseCommands.Create(context, isPaused: false));
        command.Subcommands.Add(QueueLimitCommand.Create(context));
        command.Subcommands.Add(QueueGroupsCommand.Create(context));
        command.Subcommands.Add(QueueRetentionCommand.Create(context));
        command.Subcommands.Add(QueueEmptyCommands.Drain(context));
        command.Subcommands.Add(QueueEmptyCommands.Clean(context));
        return command;
    }
}
