using System.CommandLine;
using Isaa.Cli.Rendering;
using Isaa.Protocol.Queues;

namespace Isaa.Cli.Commands.Queues;

internal static class QueueLimitCommand
{
    public static Command Create(CliContext context)
    {
        var queue = QueueVerb.Queue();
        var group = new Option<string?>("--group") { Description = "Of this group of the queue alone", HelpName = "KEY" };
        var concurrency = Limit("--concurrency", "How many of its jobs run at once, in all processes together", "N");
        var rate = Limit("--rate", "How many of its jobs start in a time, for example 10/s, 100/5m or 100/5m/20 with a burst of 20", "RATE");
        var groupConcurrency = Limit("--group-concurrency", "How many jobs of each of its groups run at once", "N");
        var groupRate = Limit("--group-rate", "How many jobs of each of its groups start in a time", "RATE");
        var tenant = QueueVerb.Tenant();
        var command = new Command("limit", "Sets limits of a queue or a group; those not given stay. 'none' takes one away")
        {
            queue, group, concurrency, rate, groupConcurrency, groupRate, tenant,
        };
        command.SetAction((parsed, _) => Verb.WithConnectionAsync(context, async (connection, cancellationToken) =>
        {
            var (name, owner) = (parsed.GetRequiredValue(queue), parsed.GetValue(tenant));
            var (count, speed) = (parsed.GetValue(concurrency), parsed.GetValue(rate));
            if (parsed.GetValue(group) is { } key)
            {
                var limits = new GroupLimits
                {
                    Concurrency = count is null ? null : QueueVerb.ReadCount("--concurrency", count),
                    Rate = speed is null ? null : QueueVerb.ReadRate("--rate", speed),
                };
                var view = await connection.Client.Queues.SetGroupLimitsAsync(name, key, limits, owner, cancellationToken);
                QueueTable.WriteGroups(context, new GroupPage { Groups = [view] });
                return ExitCode.Ok;
            }

            var before = await FindAsync(connection, name, owner, cancellationToken);
            var after = new QueueLimits
            {
                Concurrency = count is null ? before.Concurrency : QueueVerb.ReadCount("--concurrency", count),
                Rate = speed is null ? before.Rate : QueueVerb.ReadRate("--rate", speed),
                GroupConcurrency = parsed.GetValue(groupConcurrency) is { } each ? QueueVerb.ReadCount("--group-concurrency", each) : before.GroupConcurrency,
                GroupRate = parsed.GetValue(groupRate) is { } pace ? QueueVerb.ReadRate("--group-rate", pace) : before.GroupRate,
            };
            QueueTable.WriteOne(context, await connection.Client.Queues.SetLimitsAsync(name, after, owner, cancellationToken));
            return ExitCode.Ok;
        }));
        return command;
    }

    private static Option<string?> Limit(string name, string description, string value) => new(name) { Description = description, HelpName = value };

    private static async Task<QueueLimits> FindAsync(Connecting.Connection connection, string queue, string? tenant, CancellationToken cancellationToken)
    {
        var page = await connection.Client.Queues.ListAsync(tenant ?? "default", cancellationToken);
        return page.Queues.FirstOrDefault(q => q.Name == queue)?.Limits ?? new QueueLimits();
    }
}
