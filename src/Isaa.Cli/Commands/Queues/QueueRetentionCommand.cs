using System.CommandLine;
using Isaa.Cli.Filtering;
using Isaa.Cli.Rendering;
using Isaa.Protocol.Queues;

namespace Isaa.Cli.Commands.Queues;

internal static class QueueRetentionCommand
{
    public static Command Create(CliContext context)
    {
        var queue = QueueVerb.Queue();
        var state = new Option<string?>("--state") { Description = "Sets it for jobs that ended so: completed, failed, cancelled, dead", HelpName = "STATE" };
        var age = new Option<string?>("--age") { Description = "Deleted this long after their ending: 90m, 12h, 30d", HelpName = "TIME" };
        var count = new Option<long?>("--count") { Description = "Only so many of the newest are kept", HelpName = "N" };
        var bytes = new Option<long?>("--bytes") { Description = "Only so many of the newest that their arguments and results are no longer", HelpName = "N" };
        var standard = new Option<bool>("--default") { Description = "The default counts again" };
        var tenant = QueueVerb.Tenant();
        var command = new Command("retention", "Shows or sets how long a queue keeps its ended jobs; --state alone keeps them for ever")
        {
            queue, state, age, count, bytes, standard, tenant,
        };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var (name, owner) = (parsed.GetRequiredValue(queue), parsed.GetValue(tenant));
            var isSet = parsed.GetValue(age) is not null || parsed.GetValue(count) is not null || parsed.GetValue(bytes) is not null || parsed.GetValue(standard);
            if (parsed.GetValue(state) is not { } ended)
            {
                QueueTable.WriteRetention(context, isSet
                    ? throw new CliException(ExitCode.BadInput, "state_invalid", "Say with --state which jobs are meant: completed, failed, cancelled or dead.")
                    : await connection.Client.Queues.GetRetentionAsync(name, owner, cancellationToken));
                return ExitCode.Ok;
            }

            var rule = new RetentionView
            {
                State = ended,
                IsOwn = !parsed.GetValue(standard),
                AgeSeconds = parsed.GetValue(age) is { } text ? TimeText.ReadSpan("--age", text).TotalSeconds : null,
                Count = parsed.GetValue(count),
                Bytes = parsed.GetValue(bytes),
            };
            QueueTable.WriteRetention(context, await connection.Client.Queues.SetRetentionAsync(name, rule, owner, cancellationToken));
            return ExitCode.Ok;
        }));
        return command;
    }
}
