using Isaa.Jobs.Limits;
using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Groups;

/// <summary>Reads groups.</summary>
internal static class GroupReads
{
    private const string Select = """
        SELECT g.key, g.fifo, g.paused, g.concurrency, g.rate_jobs, g.rate_ms, g.rate_burst, g.blocked_until, g.open, g.active,
            (SELECT count(*) FROM isaa_jobs j INDEXED BY isaa_jobs_grouped
                WHERE j.state = 1 AND j.group_row IS NOT NULL AND j.group_row = g.group_row AND j.held = 1)
        FROM isaa_queues q CROSS JOIN isaa_groups g ON g.queue_row = q.queue_row
        WHERE q.tenant = ?1 AND q.queue = ?2 AND (?3 IS NULL OR g.key > ?3) ORDER BY g.key LIMIT ?4
        """;

    public static IReadOnlyList<GroupStatus> List(SqlReadContext context, string tenant, string queue, string? after, int limit)
    {
        var groups = new List<GroupStatus>();
        var rows = context.Statement(Select).Bind(1, tenant).Bind(2, queue).Bind(3, after).Bind(4, limit);
        while (rows.Step())
        {
            groups.Add(new GroupStatus
            {
                Settings = new GroupSettings
                {
                    Tenant = tenant,
                    Queue = queue,
                    Key = rows.Text(0),
                    IsPaused = rows.Int(2) == 1,
                    Concurrency = (int?)rows.LongOrNull(3),
                    Rate = Rate.Read(rows, 4)?.ToLimit(),
                },
                IsStrictFifo = rows.Int(1) == 1,
                BlockedUntil = rows.LongOrNull(7) is { } until ? JobRow.Time(until) : null,
                Open = rows.Int(8),
                Active = rows.Int(9),
                Held = rows.Long(10),
            });
        }

        return groups;
    }
}
