using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Store;
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
        for (var i = 0; i < results.Length; i++)
        {
            var job = jobs[i];
            var lane = lanes.Intern(context, job);
            results[i] = job.Unique is { } unique
                ? UniqueInserts.Add(context, lane, job, unique)
                : new EnqueueResult(job.Id, Insert(context, lane, job, pending: 0) is null ? EnqueueStatus.Existing : EnqueueStatus.Added);
        }

        return results;
    }

    /// <summary>Inserts a job that waits for so many others.</summary>
    /// <returns>Its row; null when its id exists and nothing was added.</returns>
    public static long? Insert(SqlWriteContext context, Lane lane, NewJob job, int pending)
    {
        var now = context.Now;
        var runAt = job.RunAt is { } at ? JobRow.NotBefore(at) : now;
        var state = pending > 0 ? JobState.Waiting : runAt > now ? JobState.Delayed : JobState.Ready;
        var since = Math.Max(now, runAt);
        var group = job.Group is { } key ? GroupRows.Intern(context, lane, key) : default(long?);
        var insert = context.Statement(InsertJob)
            .Bind(1, job.Id.Value).Bind(2, lane.Number).Bind(3, (int)state).Bind(4, job.Priority)
            .Bind(5, Rank(context, lane, job, state, since)).Bind(6, group is null ? 0 : 1).Bind(7, job.IsLifo ? 1 : 0).Bind(8, pending)
            .Bind(9, now).Bind(10, runAt).Bind(11, group).Bind(12, job.Unique?.Key)
            .Bind(13, Milliseconds(job.AttemptTimeout)).Bind(14, since + Milliseconds(job.ExpireAfter)).Bind(15, now + Milliseconds(job.TotalTimeout))
            .Bind(16, job.Label).Bind(17, JobJson.Write(job.Retry)).Bind(18, JobJson.WriteTags(job.Tags)).Bind(19, job.TraceParent);
        if (!insert.Step())
        {
            return null;
        }

        var row = insert.Long(0);
        insert.Reset();
        context.Statement(InsertArguments).Bind(1, row).Bind(2, job.Arguments.Span).Run();
        JobTransitions.Added(context, row, lane.Number, state, group);
        if (job.ExpireAfter is not null || job.TotalTimeout is not null)
        {
            context.Touch(StoreTopic.Due);
        }

        return row;
    }

    // Where a group is strictly first in, first out, its line goes by the rows.
    private static long Rank(SqlWriteContext context, Lane lane, NewJob job, JobState state, long since) =>
        job.Group is { StrictFifo: true } ? 0
        : job.IsLifo && state == JobState.Ready ? JobRanks.OfLast(context, lane.Number, job.Priority)
        : JobRanks.Of(context, since, job.Priority);

    private static long? Milliseconds(TimeSpan? time) => time is { } span ? (long)Math.Ceiling(span.TotalMilliseconds) : null;
}
