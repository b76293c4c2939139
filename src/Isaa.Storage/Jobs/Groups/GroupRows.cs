using Isaa.Jobs.Adding;
using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Groups;

/// <summary>The rows of groups. They are added, never deleted while a job refers to them.</summary>
internal static class GroupRows
{
    private const string Select = """
        SELECT g.group_row FROM isaa_queues q CROSS JOIN isaa_groups g ON g.queue_row = q.queue_row WHERE q.tenant = ? AND q.queue = ? AND g.key = ?
        """;

    private const string Insert = "INSERT INTO isaa_groups (queue_row, key, fifo) VALUES (?, ?, ?) ON CONFLICT (queue_row, key) DO NOTHING";

    /// <summary>The row of a job's group, added when it is the first of its key.</summary>
    public static long Intern(SqlWriteContext context, Lane lane, GroupKey key) => Intern(context, lane.Tenant, lane.Queue, key);

    /// <summary>The row of a group, added when it is not known.</summary>
    public static long Intern(SqlWriteContext context, string tenant, string queue, GroupKey key)
    {
        if (Find(context, tenant, queue, key.Key) is { } known)
        {
            return known;
        }

        context.Statement(Insert).Bind(1, QueueRows.Intern(context, tenant, queue)).Bind(2, key.Key).Bind(3, key.StrictFifo ? 1 : 0).Run();
        return Find(context, tenant, queue, key.Key)!.Value;
    }

    private static long? Find(SqlContext context, string tenant, string queue, string key)
    {
        var read = context.Statement(Select).Bind(1, tenant).Bind(2, queue).Bind(3, key);
        var row = read.Step() ? read.Long(0) : default(long?);
        read.Reset();
        return row;
    }
}
