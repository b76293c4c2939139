using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Flows;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Jobs.Unique;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs;

/// <summary>Moves jobs that no worker asks to move: those that are cancelled or retried by hand.</summary>
internal static class JobMoves
{
    private const string AskToCancel = "UPDATE isaa_jobs SET cancel_reason = ? WHERE seq = ?";

    // Its time was over; whoever retries it decides anew by when it is to end.
    private const string DropLimits = "UPDATE isaa_jobs SET expires_at = NULL, deadline_at = NULL WHERE seq = ?";

    private const string DropResult = "DELETE FROM isaa_job_results WHERE seq = ?";

    public static JobState? Cancel(SqlWriteContext context, JobId id, string reason)
    {
        if (JobHead.Find(context, id) is not { } job)
        {
            return null;
        }

        if (job.State.IsFinal())
        {
            return job.State;
        }

        if (job.State != JobState.Active)
        {
            JobTransitions.Apply(context, job, JobSettlements.Cancel(reason));
            return JobState.Cancelled;
        }

        if (job.CancelReason is null)
        {
            context.Statement(AskToCancel).Bind(1, reason).Bind(2, job.Row).Run();
            EventWrites.Append(context, context.Now, job.Row, EventTypes.CancelRequested, JobJson.Body(new ReasonBody(reason), JobJson.Default.ReasonBody));
            context.Touch(StoreTopic.Cancels);
            context.Touch(StoreTopic.Events);
        }

        return job.State;
    }

    /// <summary>Makes an ended job run again, at once or at a time in Unix milliseconds.</summary>
    public static JobState? Retry(SqlWriteContext context, JobId id, long? at)
    {
        if (JobHead.Find(context, id) is not { } job)
        {
            return null;
        }

        if (job.State is not (JobState.Failed or JobState.Cancelled or JobState.Dead) || !UniqueKeyRow.TryTakeAgain(context, job))
        {
            return job.State;
        }

        var open = FlowRetries.Begin(context, job.Row);
        var move = open > 0 ? new JobMove(JobState.Waiting, EventTypes.Waiting) { RunAt = at ?? context.Now }
            : at > context.Now
            ? new JobMove(JobState.Delayed, EventTypes.Delayed) { RunAt = at, Body = JobJson.Body(new DelayedBody(JobRow.Time(at.Value)), JobJson.Default.DelayedBody) }
            : new JobMove(JobState.Ready, EventTypes.Ready) { RunAt = context.Now };
        context.Statement(DropResult).Bind(1, job.Row).Run();
        context.Statement(DropLimits).Bind(1, job.Row).Run();
        JobTransitions.Apply(context, job, move with { IsAfresh = true });
        return move.To;
    }
}
