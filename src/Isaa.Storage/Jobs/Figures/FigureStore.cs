using Isaa.Jobs;
using Isaa.Jobs.Figures;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Figures;

/// <summary>Reads how queues do from a database.</summary>
internal sealed class FigureStore(ISqlStore store) : IFigureStore
{
    // A job may have been added for a time that had passed.
    private const string CouldRunAt = "CASE WHEN run_at > created_at THEN run_at ELSE created_at END";

    private const string SelectLanes = """
        SELECT l.lane, l.tenant, l.queue FROM isaa_lanes l
        WHERE EXISTS (SELECT 1 FROM isaa_jobs j INDEXED BY isaa_jobs_ready WHERE j.state = 1 AND j.held = 0 AND j.lane = l.lane)
        """;

    private const string SelectOldest = "SELECT min(h.since) FROM (SELECT " + CouldRunAt + " AS since" + """
             FROM isaa_jobs INDEXED BY isaa_jobs_ready WHERE state = 1 AND held = 0 AND lane = ? ORDER BY rank, seq LIMIT 100) h
        """;

    private const string SelectEnded = "SELECT l.tenant, l.queue, j.state, " + CouldRunAt + """
        , j.started_at, j.finished_at FROM isaa_jobs j INDEXED BY isaa_jobs_ended
        CROSS JOIN isaa_lanes l ON l.lane = j.lane WHERE j.state > 5 ORDER BY j.finished_at DESC LIMIT ?
        """;

    public Task<IReadOnlyList<QueueFigures>> ReadAsync(CancellationToken cancellationToken) => store.ReadAsync(Read, cancellationToken);

    public Task<IReadOnlyList<UnservedJobs>> ReadUnservedAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        store.ReadAsync(context => UnservedReads.Read(context, now.ToUnixTimeMilliseconds()), cancellationToken);

    public Task<IReadOnlyList<WorkerStanding>> ReadWorkersAsync(CancellationToken cancellationToken) => store.ReadAsync(WorkerReads.Read, cancellationToken);

    private static IReadOnlyList<QueueFigures> Read(SqlReadContext context)
    {
        var figures = ReadEnded(context).GroupBy(e => (e.Tenant, e.Queue)).ToDictionary(g => g.Key, g => Sum(g.Key.Tenant, g.Key.Queue, [.. g]));
        foreach (var (tenant, queue, oldest) in ReadOldest(context))
        {
            var queueFigures = figures.GetValueOrDefault((tenant, queue)) ?? new QueueFigures { Tenant = tenant, Queue = queue };
            figures[(tenant, queue)] = queueFigures.OldestReadyAt <= oldest ? queueFigures : queueFigures with { OldestReadyAt = oldest };
        }

        return [.. figures.Values.OrderBy(f => f.Tenant, StringComparer.Ordinal).ThenBy(f => f.Queue, StringComparer.Ordinal)];
    }

    private static QueueFigures Sum(string tenant, string queue, IReadOnlyList<EndedRow> ended)
    {
        var ran = ended.Where(e => e.StartedAt is not null && e.State != JobState.Cancelled).ToList();
        return new QueueFigures
        {
            Tenant = tenant,
            Queue = queue,
            Ended = ended.Count,
            Failed = ended.Count(e => e.State is JobState.Failed or JobState.Dead),
            Wait = Spread.Of(ran.Select(e => Length(e.RunAt, e.StartedAt!.Value))),
            Run = Spread.Of(ran.Select(e => Length(e.StartedAt!.Value, e.FinishedAt))),
        };
    }

    private static TimeSpan Length(long from, long to) => TimeSpan.FromMilliseconds(Math.Max(0, to - from));

    private static List<EndedRow> ReadEnded(SqlReadContext context)
    {
        var ended = new List<EndedRow>();
        var rows = context.Statement(SelectEnded).Bind(1, IFigureStore.LookedAt);
        while (rows.Step())
        {
            ended.Add(new EndedRow(rows.Text(0), rows.Text(1), (JobState)rows.Int(2), rows.Long(3), rows.LongOrNull(4), rows.Long(5)));
        }

        return ended;
    }

    private static List<(string Tenant, string Queue, DateTimeOffset At)> ReadOldest(SqlReadContext context)
    {
        var lanes = new List<(long Lane, string Tenant, string Queue)>();
        var rows = context.Statement(SelectLanes);
        while (rows.Step())
        {
            lanes.Add((rows.Long(0), rows.Text(1), rows.Text(2)));
        }

        var oldest = new List<(string, string, DateTimeOffset)>();
        foreach (var (lane, tenant, queue) in lanes)
        {
            var row = context.Statement(SelectOldest).Bind(1, lane);
            if (row.Step() && row.LongOrNull(0) is { } at)
            {
                oldest.Add((tenant, queue, JobRow.Time(at)));
            }

            row.Reset();
        }

        return oldest;
    }

    private sealed record EndedRow(string Tenant, string Queue, JobState State, long RunAt, long? StartedAt, long FinishedAt);
}
