using Isaa.Jobs.Adding;
using Isaa.Jobs.Limits;
using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Groups;

/// <summary>Writes what groups are told to do.</summary>
internal static class GroupWrites
{
    private const string Update = "UPDATE isaa_groups SET paused = ?, concurrency = ?, rate_jobs = ?, rate_ms = ?, rate_burst = ? WHERE group_row = ?";

    private const string SetPaused = "UPDATE isaa_groups SET paused = ? WHERE group_row = ?";

    private const string SelectUsed = """
        SELECT group_row FROM isaa_groups WHERE queue_row = ? AND (open > 0 OR active > 0 OR next_at IS NOT NULL) ORDER BY group_row
        """;

    // Also those that have no ticket out: somebody may be giving them one just now by the old settings.
    private const string LockAll = "SELECT group_row FROM isaa_groups WHERE queue_row = ? ORDER BY group_row FOR UPDATE";

    public static void Save(SqlWriteContext context, GroupSettings settings)
    {
        var row = GroupRows.Intern(context, settings.Tenant, settings.Queue, new GroupKey { Key = settings.Key });
        var before = GroupRow.Lock(context, row);
        var rate = Rate.Of(settings.Rate);
        context.Statement(Update)
            .Bind(1, settings.IsPaused ? 1 : 0).Bind(2, (long?)settings.Concurrency).Bind(3, rate?.Jobs).Bind(4, rate?.Milliseconds).Bind(5, rate?.Burst).Bind(6, row)
            .Run();
        var group = GroupRow.Lock(context, row);
        if (group.Rate is { } now && now != before.Rate)
        {
            group.Bucket = new TokenBucket(now.Burst, context.Now);
        }

        GroupTickets.Renew(context, group);
    }

    public static void Pause(SqlWriteContext context, long row, bool isPaused)
    {
        context.Statement(SetPaused).Bind(1, isPaused ? 1 : 0).Bind(2, row).Run();
        GroupTickets.Renew(context, GroupRow.Lock(context, row));
    }

    /// <summary>Gives out the tickets of a queue's groups anew, since its defaults may have changed.</summary>
    public static void RenewAll(SqlWriteContext context, long queue)
    {
        _ = Read(context, LockAll, queue);
        foreach (var row in Read(context, SelectUsed, queue))
        {
            GroupTickets.Renew(context, GroupRow.Lock(context, row));
        }
    }

    private static List<long> Read(SqlWriteContext context, string select, long queue)
    {
        var groups = new List<long>();
        var rows = context.Statement(select).Bind(1, queue);
        while (rows.Step())
        {
            groups.Add(rows.Long(0));
        }

        return groups;
    }
}
