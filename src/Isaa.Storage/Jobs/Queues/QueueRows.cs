using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Queues;

/// <summary>The rows of queues that have settings or groups.</summary>
internal static class QueueRows
{
    private const string Insert = "INSERT INTO isaa_queues (tenant, queue) VALUES (?, ?) ON CONFLICT (tenant, queue) DO NOTHING";

    private const string Select = "SELECT queue_row FROM isaa_queues WHERE tenant = ? AND queue = ?";

    /// <summary>The queue's row, added when there is none.</summary>
    public static long Intern(SqlWriteContext context, string tenant, string queue)
    {
        if (Find(context, tenant, queue) is { } known)
        {
            return known;
        }

        context.Statement(Insert).Bind(1, tenant).Bind(2, queue).Run();
        return Find(context, tenant, queue)!.Value;
    }

    /// <summary>The queue's row; null when it has none.</summary>
    public static long? Find(SqlContext context, string tenant, string queue)
    {
        var read = context.Statement(Select).Bind(1, tenant).Bind(2, queue);
        var row = read.Step() ? read.Long(0) : default(long?);
        read.Reset();
        return row;
    }
}
