using Isaa.Jobs.Limits;
using Isaa.Storage.Jobs.Groups;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Queues;

/// <summary>Writes what queues and kinds are told to do.</summary>
internal static class QueueWrites
{
    private const string SelectRate = "SELECT rate_jobs, rate_ms, rate_burst, level, level_at FROM isaa_queues WHERE queue_row = ? FOR UPDATE";

    private const string Update = """
        UPDATE isaa_queues SET paused = ?, concurrency = ?, active = ?, rate_jobs = ?, rate_ms = ?, rate_burst = ?, level = ?, level_at = ?,
            group_concurrency = ?, group_rate_jobs = ?, group_rate_ms = ?, group_rate_burst = ?
        WHERE queue_row = ?
        """;

    // Only active jobs are in the index.
    private const string CountActive = """
        UPDATE isaa_jobs INDEXED BY isaa_jobs_active SET counted = ?1
        WHERE state = 3 AND lane IN (SELECT lane FROM isaa_lanes WHERE tenant = ?2 AND queue = ?3)
        """;

    private const string SetPaused = "UPDATE isaa_queues SET paused = ? WHERE queue_row = ?";

    private const string SaveKind = """
        INSERT INTO isaa_kinds (tenant, kind, paused) VALUES (?, ?, ?) ON CONFLICT (tenant, kind) DO UPDATE SET paused = excluded.paused
        """;

    public static void Save(SqlWriteContext context, QueueSettings settings)
    {
        var row = QueueRows.Intern(context, settings.Tenant, settings.Queue);
        var rate = Rate.Of(settings.Rate);
        var bucket = BucketFor(context, row, rate);
        var groupRate = Rate.Of(settings.GroupRate);
        var active = context.Statement(CountActive).Bind(1, settings.Concurrency is null ? 0 : 1).Bind(2, settings.Tenant).Bind(3, settings.Queue).RunCounted();
        context.Statement(Update)
            .Bind(1, settings.IsPaused ? 1 : 0).Bind(2, (long?)settings.Concurrency).Bind(3, settings.Concurrency is null ? 0 : active)
            .Bind(4, rate?.Jobs).Bind(5, rate?.Milliseconds).Bind(6, rate?.Burst).Bind(7, bucket.Level).Bind(8, bucket.At)
            .Bind(9, (long?)settings.GroupConcurrency).Bind(10, groupRate?.Jobs).Bind(11, groupRate?.Milliseconds).Bind(12, groupRate?.Burst).Bind(13, row)
            .Run();
        QueueRules.Changed(context);
        GroupWrites.RenewAll(context, row);
    }

    public static void Pause(SqlWriteContext context, string tenant, string queue, bool isPaused)
    {
        context.Statement(SetPaused).Bind(1, isPaused ? 1 : 0).Bind(2, QueueRows.Intern(context, tenant, queue)).Run();
        QueueRules.Changed(context);
    }

    public static void Save(SqlWriteContext context, KindSettings settings)
    {
        context.Statement(SaveKind).Bind(1, settings.Tenant).Bind(2, settings.Kind).Bind(3, settings.IsPaused ? 1 : 0).Run();
        QueueRules.Changed(context);
    }

    // The same rate said again keeps what was used up; a new one starts full.
    private static TokenBucket BucketFor(SqlWriteContext context, long row, Rate? rate)
    {
        var read = context.Statement(SelectRate).Bind(1, row);
        _ = read.Step();
        var (before, bucket) = (Rate.Read(read, 0), new TokenBucket(read.Double(3), read.Long(4)));
        read.Reset();
        return rate is null || rate == before ? bucket : new TokenBucket(rate.Value.Burst, context.Now);
    }
}
