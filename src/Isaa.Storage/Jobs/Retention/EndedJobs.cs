using Isaa.Jobs;
using Isaa.Jobs.Duties;
using Isaa.Jobs.Retention;
using Isaa.Storage.Jobs.Duties;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Retention;

/// <summary>Reads, adds up and deletes the jobs that have ended.</summary>
internal static class EndedJobs
{
    private const string Bytes = "(SELECT length(a.body) FROM isaa_job_arguments a WHERE a.seq = j.seq) + coalesce((SELECT length(r.body) FROM isaa_job_results r WHERE r.seq = j.seq), 0)";

    private const string SelectPage = "SELECT j.seq, l.tenant, l.queue, j.state, j.finished_at, " + Bytes + """
         FROM isaa_jobs j INDEXED BY isaa_jobs_ended CROSS JOIN isaa_lanes l ON l.lane = j.lane
        WHERE j.state > 5 AND j.finished_at >= ?1 AND (j.finished_at > ?1 OR j.seq > ?2) ORDER BY j.finished_at, j.seq LIMIT ?3
        """;

    private const string SelectSum = "SELECT count(*), coalesce(sum(" + Bytes + "), 0)" + """
         FROM isaa_jobs j WHERE j.state > 5 AND j.state = ? AND j.lane IN (SELECT lane FROM isaa_lanes WHERE tenant = ? AND queue = ?)
        """;

    private const string SelectLocked = "SELECT 1 FROM isaa_jobs WHERE seq = ? AND state = ? AND finished_at = ? FOR UPDATE";

    public static IReadOnlyList<EndedJob> Read(SqlReadContext context, EndedJob? after, int limit)
    {
        var jobs = new List<EndedJob>();
        var rows = context.Statement(SelectPage).Bind(1, after?.FinishedAt.ToUnixTimeMilliseconds() ?? long.MinValue).Bind(2, after?.Row ?? 0).Bind(3, limit);
        while (rows.Step())
        {
            jobs.Add(new EndedJob(rows.Long(0), rows.Text(1), rows.Text(2), (JobState)rows.Int(3), JobRow.Time(rows.Long(4)), rows.Long(5)));
        }

        return jobs;
    }

    public static EndedSum Sum(SqlReadContext context, string tenant, string queue, JobState state)
    {
        var row = context.Statement(SelectSum).Bind(1, (int)state).Bind(2, tenant).Bind(3, queue);
        _ = row.Step();
        var sum = new EndedSum(tenant, queue, state, row.Long(0), row.Long(1));
        row.Reset();
        return sum;
    }

    public static int Delete(SqlWriteContext context, Duty duty, IReadOnlyList<EndedJob> jobs)
    {
        DutyWrites.Ensure(context, duty);
        var deleted = 0;
        foreach (var job in jobs.OrderBy(j => j.Row))
        {
            if (IsStillEnded(context, job) && JobRemoval.TryRemove(context, job.Row))
            {
                deleted++;
            }
        }

        return deleted;
    }

    private static bool IsStillEnded(SqlWriteContext context, EndedJob job)
    {
        var row = context.Statement(SelectLocked).Bind(1, job.Row).Bind(2, (int)job.State).Bind(3, job.FinishedAt.ToUnixTimeMilliseconds());
        var found = row.Step();
        row.Reset();
        return found;
    }
}
