using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Flows;
using Isaa.Storage.Jobs.Groups;
using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Jobs.Unique;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Moves;

/// <summary>
/// The one place that changes a job's state: the move is checked against <see cref="JobStateTable"/>, and all that goes with it is written in the same
/// transaction: counters, the event, the group's ticket, the queue's slot, the unique key, the jobs that wait for it, and who is to be woken.
/// </summary>
internal static class JobTransitions
{
    private const string Change = """
        UPDATE isaa_jobs SET state = ?1, run_at = ?2, rank = ?3, held = ?4, charged = ?5, stalled = ?6, finished_at = ?7, cancel_reason = ?8,
            error = CASE WHEN ?10 = 1 THEN NULL ELSE coalesce(?9, error) END, counted = 0
        WHERE seq = ?11
        """;

    private const string Finish = "UPDATE isaa_jobs SET state = 6, finished_at = ?, counted = 0 WHERE seq = ?";

    private const string Take = "UPDATE isaa_jobs SET state = 3, worker = ?, started = started + 1, started_at = ?, counted = ? WHERE seq = ?";

    /// <summary>Moves a job. Its row must have been read in this transaction.</summary>
    /// <exception cref="IsaaException"><c>job_move_illegal</c>: the table knows no such move.</exception>
    public static void Apply(SqlWriteContext context, JobHead job, JobMove move)
    {
        Check(job, move.To);
        if (job.IsCounted)
        {
            // Before the group, as a claim locks them.
            QueueSlots.Release(context, job.Lane);
        }

        var group = job.Group is { } row ? GroupRow.Lock(context, row) : null;
        var isHeld = group?.Move(job, move, context.Now) ?? false;
        if (move.To == JobState.Completed)
        {
            context.Statement(Finish).Bind(1, context.Now).Bind(2, job.Row).Run();
        }
        else
        {
            Write(context, job, move, isHeld, isHeld && group!.IsFifo ? 0 : RankAfter(context, job, move));
        }

        Tell(context, job, move);
        if (group is not null)
        {
            GroupTickets.Admit(context, group);
        }

        if (move.To.IsFinal() && job.Unique is not null)
        {
            UniqueKeyRow.Release(context, job);
        }

        if (move.To.IsFinal() && (job.IsWatched || job.Pending > 0))
        {
            context.Remembered<Endings>().Add(context, job, move.To);
        }
    }

    /// <summary>A ready job that was just read becomes its worker's. Tickets of groups are moved on by the claim, once for all jobs it takes.</summary>
    public static void Start(SqlWriteContext context, long row, long lane, WorkerId worker, bool isCounted)
    {
        context.Statement(Take).Bind(1, worker.Value).Bind(2, context.Now).Bind(3, isCounted ? 1 : 0).Bind(4, row).Run();
        var counts = context.Remembered<JobCounts>();
        counts.Leave(lane, JobState.Ready);
        counts.Enter(lane, JobState.Active);
        EventWrites.Append(context, context.Now, row, EventTypes.Active);
        context.Touch(StoreTopic.Events);
    }

    /// <summary>A job was inserted in this state, without a ticket if it has a group.</summary>
    public static void Added(SqlWriteContext context, long row, long lane, JobState state, long? group)
    {
        context.Remembered<JobCounts>().Enter(lane, state);
        EventWrites.Append(context, context.Now, row, EventTypes.Added);
        Wake(context, state);
        if (group is { } number && state == JobState.Ready)
        {
            GroupTickets.Admit(context, GroupRow.Lock(context, number));
        }
    }

    /// <summary>
    /// Jobs of a lane were moved by one statement, which wrote their events too. Only such jobs may be moved so as nothing else hangs on: none of them
    /// has a group, a counted slot, a unique key to release or jobs that wait for its end.
    /// </summary>
    /// <param name="context">The transaction.</param>
    /// <param name="lane">Their lane.</param>
    /// <param name="from">Their state before; null for jobs that were added.</param>
    /// <param name="to">Their state after.</param>
    /// <param name="jobs">How many.</param>
    /// <exception cref="IsaaException"><c>job_move_illegal</c>: the table knows no such move.</exception>
    public static void MovedSet(SqlWriteContext context, long lane, JobState? from, JobState to, int jobs)
    {
        if (!JobStateTable.Allows(from, to))
        {
            throw new IsaaException("job_move_illegal", $"{jobs} jobs that are {from?.ToString() ?? "new"} cannot become {to}.");
        }

        var counts = context.Remembered<JobCounts>();
        if (from is { } before)
        {
            counts.Leave(lane, before, jobs);
        }

        counts.Enter(lane, to, jobs);
        Wake(context, to);
    }

    private static void Check(JobHead job, JobState to)
    {
        if (!JobStateTable.Allows(job.State, to))
        {
            throw new IsaaException("job_move_illegal", $"Job {job.Id} is {job.State} and cannot become {to}.");
        }
    }

    private static void Write(SqlWriteContext context, JobHead job, JobMove move, bool isHeld, long rank) => context.Statement(Change)
        .Bind(1, (int)move.To).Bind(2, move.RunAt ?? job.RunAt).Bind(3, rank).Bind(4, isHeld ? 1 : 0)
        .Bind(5, move.IsAfresh ? 0 : job.Charged + (move.IsCharged ? 1 : 0))
        .Bind(6, move.IsAfresh ? 0 : job.Stalled + (move.IsStalled ? 1 : 0))
        .Bind(7, move.To.IsFinal() ? context.Now : null)
        .Bind(8, move.IsAfresh ? null : move.CancelReason ?? job.CancelReason)
        .Bind(9, move.Error is { } error ? JobJson.Write(error) : null)
        .Bind(10, move.IsAfresh ? 1 : 0).Bind(11, job.Row)
        .Run();

    // What an attempt gives back keeps its place; whatever else becomes ready waits since its time.
    private static long RankAfter(SqlWriteContext context, JobHead job, JobMove move) => move.To switch
    {
        JobState.Ready when job.IsLifo && job.State != JobState.Active => JobRanks.OfLast(context, job.Lane, job.Priority),
        JobState.Ready or JobState.Delayed when move.RunAt is { } since => JobRanks.Of(context, since, job.Priority),
        _ => job.Rank,
    };

    private static void Tell(SqlWriteContext context, JobHead job, JobMove move)
    {
        var counts = context.Remembered<JobCounts>();
        counts.Leave(job.Lane, job.State);
        counts.Enter(job.Lane, move.To);
        EventWrites.Append(context, context.Now, job.Row, move.Event, move.Body);
        Wake(context, move.To);
    }

    private static void Wake(SqlWriteContext context, JobState state)
    {
        context.Touch(StoreTopic.Events);
        switch (state)
        {
            case JobState.Ready:
                context.Touch(StoreTopic.Work);
                break;
            case JobState.Delayed or JobState.WaitingSignal:
                context.Touch(StoreTopic.Due);
                break;
            default:
                break;
        }
    }
}
