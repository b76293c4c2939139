using System.Text.Json;
using Isaa.Jobs.Figures;
using Isaa.Jobs.Working;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Figures;

/// <summary>Compares what is ready with what living workers say they take.</summary>
internal static class UnservedReads
{
    private const string SelectReach = "SELECT reach FROM isaa_workers WHERE ended_at IS NULL AND lease_until > ? AND reach IS NOT NULL";

    private const string SelectReady = """
        SELECT l.tenant, l.queue, l.kind, l.requires, sum(c.n) FROM isaa_counts c JOIN isaa_lanes l ON l.lane = c.lane
        WHERE c.state = 1 GROUP BY l.tenant, l.queue, l.kind, l.requires HAVING sum(c.n) > 0 ORDER BY l.tenant, l.queue, l.kind, l.requires
        """;

    public static IReadOnlyList<UnservedJobs> Read(SqlReadContext context, long now)
    {
        var workers = ReadWorkers(context, now);
        var unserved = new List<UnservedJobs>();
        var rows = context.Statement(SelectReady);
        while (rows.Step())
        {
            var jobs = new UnservedJobs { Tenant = rows.Text(0), Queue = rows.Text(1), Kind = rows.Text(2), Requires = JobJson.ReadTags(rows.Text(3)), Count = rows.Long(4) };
            if (!workers.Any(worker => worker.Takes(jobs.Queue, jobs.Kind, jobs.Requires)))
            {
                unserved.Add(jobs);
            }
        }

        return unserved;
    }

    private static List<WorkerReach> ReadWorkers(SqlReadContext context, long now)
    {
        var workers = new List<WorkerReach>();
        var rows = context.Statement(SelectReach).Bind(1, now);
        while (rows.Step())
        {
            workers.Add(JsonSerializer.Deserialize(rows.Text(0), JobJson.Default.WorkerReach)!);
        }

        return workers;
    }
}
