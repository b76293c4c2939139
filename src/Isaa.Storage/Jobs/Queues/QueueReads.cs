using Isaa.Jobs;
using Isaa.Jobs.Limits;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Queues;

/// <summary>Reads queues, kinds and counts.</summary>
internal static class QueueReads
{
    private const string SelectQueues = """
        SELECT tenant, queue, paused, concurrency, rate_jobs, rate_ms, rate_burst, group_concurrency, group_rate_jobs, group_rate_ms, group_rate_burst, blocked_until
        FROM isaa_queues WHERE ?1 IS NULL OR tenant = ?1
        """;

    private const string SelectNames = "SELECT DISTINCT tenant, queue FROM isaa_lanes WHERE lane > 0 AND (?1 IS NULL OR tenant = ?1)";

    private const string SelectCounts = """
        SELECT l.tenant, l.queue, l.kind, c.state, cast(sum(c.n) AS bigint) FROM isaa_counts c CROSS JOIN isaa_lanes l ON l.lane = c.lane
        GROUP BY l.tenant, l.queue, l.kind, c.state HAVING sum(c.n) > 0 ORDER BY l.tenant, l.queue, l.kind, c.state
        """;

    private const string SelectKinds = "SELECT tenant, kind, paused FROM isaa_kinds ORDER BY tenant, kind";

    public static IReadOnlyList<QueueStatus> Queues(SqlReadContext context, string? tenant)
    {
        var counts = Counts(context).ToLookup(c => (c.Tenant, c.Queue));
        var settings = ReadSettings(context, tenant);
        var names = context.Statement(SelectNames).Bind(1, tenant);
        while (names.Step())
        {
            var name = (names.Text(0), names.Text(1));
            settings.TryAdd(name, (new QueueSettings { Tenant = name.Item1, Queue = name.Item2 }, null));
        }

        return
        [
            .. settings.OrderBy(s => s.Key.Tenant, StringComparer.Ordinal).ThenBy(s => s.Key.Queue, StringComparer.Ordinal).Select(s => new QueueStatus
            {
                Settings = s.Value.Settings,
                BlockedUntil = s.Value.BlockedUntil,
                Counts = counts[s.Key].GroupBy(c => c.State).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)),
            }),
        ];
    }

    public static IReadOnlyList<LaneCount> Counts(SqlReadContext context)
    {
        var counts = new List<LaneCount>();
        var rows = context.Statement(SelectCounts);
        while (rows.Step())
        {
            counts.Add(new LaneCount(rows.Text(0), rows.Text(1), rows.Text(2), (JobState)rows.Int(3), rows.Long(4)));
        }

        return counts;
    }

    public static IReadOnlyList<KindSettings> Kinds(SqlReadContext context)
    {
        var kinds = new List<KindSettings>();
        var rows = context.Statement(SelectKinds);
        while (rows.Step())
        {
            kinds.Add(new KindSettings { Tenant = rows.Text(0), Kind = rows.Text(1), IsPaused = rows.Int(2) == 1 });
        }

        return kinds;
    }

    private static Dictionary<(string Tenant, string Queue), (QueueSettings Settings, DateTimeOffset? BlockedUntil)> ReadSettings(
        SqlReadContext context, string? tenant)
    {
        var settings = new Dictionary<(string, string), (QueueSettings, DateTimeOffset?)>();
        var rows = context.Statement(SelectQueues).Bind(1, tenant);
        while (rows.Step())
        {
            var one = new QueueSettings
            {
                Tenant = rows.Text(0),
                Queue = rows.Text(1),
                IsPaused = rows.Int(2) == 1,
                Concurrency = (int?)rows.LongOrNull(3),
                Rate = Rate.Read(rows, 4)?.ToLimit(),
                GroupConcurrency = (int?)rows.LongOrNull(7),
                GroupRate = Rate.Read(rows, 8)?.ToLimit(),
            };
            settings.Add((one.Tenant, one.Queue), (one, rows.LongOrNull(11) is { } until ? JobRow.Time(until) : null));
        }

        return settings;
    }
}
