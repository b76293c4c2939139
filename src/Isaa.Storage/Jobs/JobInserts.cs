using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs;

/// <summary>Adds jobs.</summary>
internal static class JobInserts
{
    private const string InsertJob = """
        INSERT INTO isaa_jobs (id, lane, state, priority, created_at, run_at, started, charged, stalled, timeout_ms, label, retry, tags, trace)
        VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?, ?)
        ON CONFLICT (id) DO NOTHING
        RETURNING seq
        """;

    private const string InsertArguments = "INSERT INTO isaa_job_arguments (seq, body) VALUES (?, ?)";

    /// <summary>Adds jobs, and says of each whether it is new.</summary>
    public static bool[] Add(SqlWriteContext context, IReadOnlyList<NewJob> jobs)
    {
        var lanes = context.Remembered<LaneTable>();
        var added = new bool[jobs.Count];
        for (var i = 0; i < added.Length; i++)
        {
            added[i] = Add(context, lanes, jobs[i]);
        }

        return added;
    }

    private static bool Add(SqlWriteContext context, LaneTable lanes, NewJob job)
    {
        var now = context.Now;
        var runAt = job.RunAt is { } at ? JobRow.NotBefore(at) : now;
        var state = runAt > now ? JobState.Delayed : JobState.Ready;
        var lane = lanes.Intern(context, job);
        var insert = context.Statement(InsertJob)
            .Bind(1, job.Id.Value).Bind(2, lane.Number).Bind(3, (int)state).Bind(4, job.Priority).Bind(5, now).Bind(6, runAt)
            .Bind(7, job.AttemptTimeout is { } timeout ? (long)Math.Ceiling(timeout.TotalMilliseconds) : null)
            .Bind(8, job.Label).Bind(9, JobJson.Write(job.Retry)).Bind(10, JobJson.WriteTags(job.Tags)).Bind(11, job.TraceParent);
        if (!insert.Step())
        {
            return false;
        }

        var row = insert.Long(0);
        insert.Reset();
        context.Statement(InsertArguments).Bind(1, row).Bind(2, job.Arguments.Span).Run();
        EventWrites.Append(context, now, row, EventTypes.Added);
        return true;
    }
}
