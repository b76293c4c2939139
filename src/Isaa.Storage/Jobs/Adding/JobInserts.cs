using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Flows;
using Isaa.Storage.Jobs.Groups;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Adding;

/// <summary>Adds jobs.</summary>
internal static class JobInserts
{
    private const string InsertJob = """
        INSERT INTO isaa_jobs (id, lane, state, priority, rank, held, lifo, pending, created_at, run_at, group_row, unique_key, timeout_ms, expires_at, deadline_at, label,
            retry, tags, trace)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO NOTHING
        RETURNING seq
        """;

    private const string InsertArguments = "INSERT INTO isaa_job_arguments (seq, body) VALUES (?, ?)";

    /// <summary>Adds jobs, and says of each which one counts.</summary>
    public static EnqueueResult[] Add(SqlWriteContext context, IReadOnlyList<NewJob> jobs)
    {
        var lanes = context.Remembered<LaneTable>();
        var results = new EnqueueResult[jobs.Count];
        Dictionary<JobId, JobId>? others = null;
        for (var i = 0; i < results.Length; i++)
        {
            var job = others is null ? jobs[i] : Redirect(jobs[i], others);
            var lane = lanes.Intern(context, job);
            results[i] = job.Unique is { } unique
                ? UniqueInserts.Add(context, lane, job, unique)
                : new EnqueueResult(job.Id, Insert(context, lane, job) is null ? EnqueueStatus.Existing : EnqueueStatus.Added);
            if (results[i].Id != job.Id)
            {
                (others ??= [])[job.Id] = results[i].Id;
            }
        }

        return results;
    }

    // A job that depends on one whose unique key another holds depends on that other.
    private static NewJob Redirect(NewJob job, Dictionary<JobId, JobId> others) =>
        job with { DependsOn = [.. job.DependsOn.Select(d => others.TryGetValue(d.Job, out var other) ? d with { Job = other } : d)] };

    /// <summary>Inserts a job, and keeps what it waits for.</summary>
    /// <param name="context">The write.</param>
    /// <param name="lane">Its lane.</param>
    /// <param name="job">The job.</param>
    /// <param name="after">How many other jobs it has to follow, beside those it depends on.</param>
    /// <returns>Its row; null when its id exists and nothing was added.</returns>
    public static long? Insert(SqlWriteContext context, Lane lane, NewJob job, int after = 0)
    {
        if (job.DependsOn.Count == 0)
        {
            return Insert(context, lane, job, after, waits: after > 0);
        }

        var edges = EdgeWrites.Look(context, lane.Tenant, job.DependsOn);
        var failing = edges.FirstOrDefault(e => e.Fails);
        var pending = EdgeWrites.CountOpen(edges) + after;
        if (Insert(context, lane, job, pending, pending > 0 || failing is not null) is not { } row)
        {
            return null;
        }

        EdgeWrites.Save(context, row, edges);
        if (failing is not null)
        {
            Endings.Fail(context, JobHead.Find(context, row)!, failing.Head, failing.Head.State);
        }

        return row;
    }

    /// <summary>Wakes who looks after the times of a job that was added.</summary>
    public static void TouchDue(SqlWriteContext context, NewJob job)
    {
        if (job.ExpireAfter is not null || job.TotalTimeout is not null)
        {
            context.Touch(StoreTopic.Due);
        }
    }

    private static long? Insert(SqlWriteContext context, Lane lane, NewJob job, int pending, bool waits)
    {
        var times = NewJobTimes.Of(context, job, waits);
        var group = job.Group is { } key ? GroupRows.Intern(context, lane, key) : default(long?);
        var insert = context.Statement(InsertJob)
            .Bind(1, job.Id.Value).Bind(2, lane.Number).Bind(3, (int)times.State).Bind(4, job.Priority)
            .Bind(5, Rank(context, lane, job, times)).Bind(6, group is null ? 0 : 1).Bind(7, job.IsLifo ? 1 : 0).Bind(8, pending)
            .Bind(9, context.Now).Bind(10, times.RunAt).Bind(11, group).Bind(12, job.Unique?.Key)
            .Bind(13, times.Timeout).Bind(14, times.ExpiresAt).Bind(15, times.DeadlineAt)
            .Bind(16, job.Label).Bind(17, JobJson.Write(job.Retry)).Bind(18, JobJson.WriteTags(job.Tags)).Bind(19, job.TraceParent);
        if (!insert.Step())
        {
            return null;
        }

        var row = insert.Long(0);
        insert.Reset();
        context.Statement(InsertArguments).Bind(1, row).Bind(2, job.Arguments.Span).Run();
        JobTransitions.Added(context, row, lane.Number, times.State, group);
        TouchDue(context, job);
        return row;
    }

    // Where a group is strictly first in, first out, its line goes by the rows.
    private static long Rank(SqlWriteContext context, Lane lane, NewJob job, NewJobTimes times) =>
        job.Group is { StrictFifo: true } ? 0
        : job.IsLifo && times.State == JobState.Ready ? JobRanks.OfLast(context, lane.Number, job.Priority)
        : JobRanks.Of(context, times.Since, job.Priority);
}
