using Isaa.Jobs;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs;

/// <summary>Reads jobs, steps and events.</summary>
internal static class JobReads
{
    /// <summary>A lane's columns, which follow those of a <see cref="JobRow"/>.</summary>
    public const string LaneColumns = ", l.tenant, l.queue, l.kind, l.requires";

    private const string SelectDetail = "SELECT " + JobRow.Columns + LaneColumns + """
        , a.body, r.body, p.at, p.body
        FROM isaa_jobs j JOIN isaa_lanes l ON l.lane = j.lane JOIN isaa_job_arguments a ON a.seq = j.seq LEFT JOIN isaa_job_results r ON r.seq = j.seq
            LEFT JOIN isaa_job_progress p ON p.seq = j.seq
        WHERE j.id = ?
        """;

    private const string Count = """
        SELECT c.state, cast(sum(c.n) AS bigint) FROM isaa_counts c
        WHERE ?1 IS NULL OR c.lane IN (SELECT lane FROM isaa_lanes WHERE queue = ?1) GROUP BY c.state HAVING sum(c.n) > 0
        """;

    private const string SelectState = "SELECT state FROM isaa_jobs WHERE id = ?";

    private const string SelectSteps = """
        SELECT s.path, s.place, s.call_id, s.name, s.input_hash, s.kind, s.done, s.at, s.result
        FROM isaa_steps s INDEXED BY isaa_steps_job WHERE s.job = (SELECT seq FROM isaa_jobs WHERE id = ?) ORDER BY s.step LIMIT 9223372036854775807 OFFSET ?
        """;

    private const string SelectCancels = """
        SELECT id, cancel_reason FROM isaa_jobs INDEXED BY isaa_jobs_active WHERE state = 3 AND worker = ? AND cancel_reason IS NOT NULL
        """;

    public static JobDetail? Find(SqlReadContext context, JobId job)
    {
        var row = context.Statement(SelectDetail).Bind(1, job.Value);
        if (!row.Step())
        {
            return null;
        }

        var detail = new JobDetail
        {
            Job = JobRow.Read(row, ReadLane(row)),
            Arguments = row.Bytes(JobRow.Count + 4),
            Result = row.BytesOrNull(JobRow.Count + 5),
            Progress = row.LongOrNull(JobRow.Count + 6) is { } at ? new JobProgress { At = JobRow.Time(at), Value = row.Bytes(JobRow.Count + 7) } : null,
        };
        row.Reset();
        return detail;
    }

    public static IReadOnlyList<JobId> Ended(SqlReadContext context, IReadOnlyCollection<JobId> jobs)
    {
        var ended = new List<JobId>();
        foreach (var job in jobs)
        {
            var row = context.Statement(SelectState).Bind(1, job.Value);
            var isThere = row.Step();
            if (!isThere || ((JobState)row.Int(0)).IsFinal())
            {
                ended.Add(job);
            }

            if (isThere)
            {
                row.Reset();
            }
        }

        return ended;
    }

    public static IReadOnlyDictionary<JobState, long> CountByState(SqlReadContext context, string? queue)
    {
        var counts = new Dictionary<JobState, long>();
        var rows = context.Statement(Count).Bind(1, queue);
        while (rows.Step())
        {
            counts[(JobState)rows.Int(0)] = rows.Long(1);
        }

        return counts;
    }

    public static IReadOnlyList<StepRecord> Steps(SqlReadContext context, JobId job, int skip)
    {
        var steps = new List<StepRecord>();
        var rows = context.Statement(SelectSteps).Bind(1, job.Value).Bind(2, skip);
        while (rows.Step())
        {
            steps.Add(new StepRecord
            {
                Key = new StepKey(rows.Text(0), rows.Int(1), rows.Text(2)),
                Name = rows.Text(3),
                InputHash = rows.Text(4),
                Kind = (StepKind)rows.Int(5),
                IsDone = rows.Int(6) == 1,
                At = JobRow.Time(rows.Long(7)),
                Result = rows.BytesOrNull(8),
            });
        }

        return steps;
    }

    public static IReadOnlyList<CancelRequest> Cancels(SqlReadContext context, WorkerId worker)
    {
        var requests = new List<CancelRequest>();
        var rows = context.Statement(SelectCancels).Bind(1, worker.Value);
        while (rows.Step())
        {
            requests.Add(new CancelRequest(new JobId(rows.Guid(0)), rows.Text(1)));
        }

        return requests;
    }

    /// <summary>Reads the lane from its columns.</summary>
    public static Lane ReadLane(SqlStatement row) => new(
        0, row.Text(JobRow.Count), row.Text(JobRow.Count + 1), row.Text(JobRow.Count + 2), JobJson.ReadTags(row.Text(JobRow.Count + 3)));
}
