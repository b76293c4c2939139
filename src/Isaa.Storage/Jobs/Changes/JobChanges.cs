using System.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Changes;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Jobs.Retention;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Changes;

/// <summary>Changes the course of jobs by hand.</summary>
internal static class JobChanges
{
    private const string SetPriority = "UPDATE isaa_jobs SET priority = ?, rank = ? WHERE seq = ?";

    private const string SetTime = "UPDATE isaa_jobs SET run_at = ?, rank = ? WHERE seq = ?";

    /// <summary>Changes a job, and says where it stands afterwards; null when there is no such job.</summary>
    public static JobState? Apply(SqlWriteContext context, JobId id, JobChange change)
    {
        if (JobHead.Find(context, id) is not { } job)
        {
            return null;
        }

        return change switch
        {
            JobChange.Cancel to => JobMoves.Cancel(context, id, to.Reason),
            JobChange.Retry to => JobMoves.Retry(context, id, to.At is { } at ? JobRow.NotBefore(at) : null),
            JobChange.Delete => Delete(context, job),
            JobChange.Promote => Promote(context, job),
            JobChange.Reprioritise to => Reprioritise(context, job, to.Priority),
            JobChange.Reschedule to => Reschedule(context, job, JobRow.NotBefore(to.At)),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Changes a job if it is in one of the states, and says whether it was changed.</summary>
    public static bool TryApply(SqlWriteContext context, JobId id, JobChange change, IReadOnlyList<JobState> states)
    {
        if (JobHead.Find(context, id) is not { } job || !states.Contains(job.State))
        {
            return false;
        }

        var after = Apply(context, id, change);
        return change switch
        {
            JobChange.Delete => after is null,
            JobChange.Retry => after != job.State,
            JobChange.Reprioritise to => to.Priority != job.Priority,
            _ => true,
        };
    }

    // What nobody holds is cancelled first, so that those who wait for it, its group and its key learn of it.
    private static JobState? Delete(SqlWriteContext context, JobHead job)
    {
        if (job.State == JobState.Active)
        {
            return job.State;
        }

        if (!job.State.IsFinal())
        {
            JobTransitions.Apply(context, job, JobSettlements.Cancel("deleted"));
        }

        return JobRemoval.TryRemove(context, job.Row) ? null : JobState.Cancelled;
    }

    private static JobState Promote(SqlWriteContext context, JobHead job) => job.State == JobState.Delayed
        ? Move(context, job, new JobMove(JobState.Ready, EventTypes.Ready) { RunAt = context.Now })
        : job.State;

    private static JobState Reprioritise(SqlWriteContext context, JobHead job, int priority)
    {
        if (job.State.IsFinal() || job.Priority == priority)
        {
            return job.State;
        }

        // Its place among those that wait moves by as much as the two priorities differ; a strict line knows no priorities.
        var rank = job.IsHeld && job.Rank == 0 ? 0 : job.Rank + JobRanks.Ageing(context, priority) - JobRanks.Ageing(context, job.Priority);
        context.Statement(SetPriority).Bind(1, priority).Bind(2, rank).Bind(3, job.Row).Run();
        EventWrites.Append(context, context.Now, job.Row, EventTypes.Reprioritised, JobJson.Body(new PriorityBody(priority), JobJson.Default.PriorityBody));
        context.Touch(StoreTopic.Events);
        return job.State;
    }

    private static JobState Reschedule(SqlWriteContext context, JobHead job, long at)
    {
        switch (job.State)
        {
            case JobState.Ready when at > context.Now:
                return Move(context, job, Delayed(at));
            case JobState.Delayed when at <= context.Now:
                return Promote(context, job);
            case JobState.Delayed or JobState.Waiting:
                context.Statement(SetTime).Bind(1, at).Bind(2, JobRanks.Of(context, at, job.Priority)).Bind(3, job.Row).Run();
                EventWrites.Append(context, context.Now, job.Row, EventTypes.Delayed, Delayed(at).Body);
                context.Touch(StoreTopic.Due);
                context.Touch(StoreTopic.Events);
                return job.State;
            default:
                return job.State;
        }
    }

    private static JobMove Delayed(long at) => new(JobState.Delayed, EventTypes.Delayed)
    {
        Body = JobJson.Body(new DelayedBody(JobRow.Time(at)), JobJson.Default.DelayedBody),
        RunAt = at,
    };

    private static JobState Move(SqlWriteContext context, JobHead job, JobMove move)
    {
        JobTransitions.Apply(context, job, move);
        return move.To;
    }
}
