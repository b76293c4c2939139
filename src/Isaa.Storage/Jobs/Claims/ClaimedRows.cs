using Isaa.Jobs;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Claims;

/// <summary>A job that is being claimed, as its row was before.</summary>
/// <param name="Before">The job.</param>
/// <param name="Row">Its row.</param>
/// <param name="Group">Its group's row; null when it has none.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Error">Why it must not start any more; null when it may.</param>
internal readonly record struct ClaimedRows(Job Before, long Row, long? Group, byte[] Arguments, JobError? Error)
{
    /// <summary>The columns that <see cref="ReadFrom"/> reads, of the jobs whose rows a condition names that follows.</summary>
    public const string Select = "SELECT " + JobRow.Columns + ", a.body FROM isaa_jobs j JOIN isaa_job_arguments a ON a.seq = j.seq WHERE j.seq ";

    private const string SelectJob = Select + "= ?";

    private const string SelectSnapshot = "SELECT steps_folded, body FROM isaa_job_snapshots WHERE seq = ?";

    public static ClaimedRows Read(SqlWriteContext context, long row)
    {
        var read = context.Statement(SelectJob).Bind(1, row);
        _ = read.Step();
        var job = ReadFrom(context, read, context.Remembered<LaneTable>().Get(context, read.Long(2)));
        read.Reset();
        return job;
    }

    /// <summary>Reads the job from the row at hand.</summary>
    public static ClaimedRows ReadFrom(SqlWriteContext context, SqlStatement read, Lane lane)
    {
        var job = JobRow.Read(read, lane);
        var now = JobRow.Time(context.Now);
        var error = job.DeadlineAt <= now ? Timeouts.Total : job.ExpiresAt <= now && job.Started == 0 ? Timeouts.Queue : null;
        return new ClaimedRows(job, read.Long(0), read.LongOrNull(JobRow.Group), read.Bytes(JobRow.Count), error);
    }

    /// <summary>The job as it is after the claim.</summary>
    public ClaimedJob ToClaimed(SqlWriteContext context, WorkerId worker)
    {
        var started = Before.Started + 1;
        return new ClaimedJob
        {
            Job = Before with { State = JobState.Active, Worker = worker, Started = started, StartedAt = JobRow.Time(context.Now) },
            Lease = new Lease(Before.Id, worker, started, Row),
            Arguments = Arguments,
            Snapshot = started == 1 ? null : ReadSnapshot(context, Row),
        };
    }

    private static JobSnapshot? ReadSnapshot(SqlWriteContext context, long row)
    {
        var read = context.Statement(SelectSnapshot).Bind(1, row);
        if (!read.Step())
        {
            return null;
        }

        var snapshot = new JobSnapshot { StepsFolded = read.Int(0), State = read.Bytes(1) };
        read.Reset();
        return snapshot;
    }
}
