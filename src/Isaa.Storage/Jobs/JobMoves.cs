using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs;

/// <summary>Moves jobs that no worker asks to move: those that are due, cancelled or retried by hand.</summary>
internal static class JobMoves
{
    /// <summary>The most jobs that become ready in one transaction.</summary>
    public const int PromotedAtOnce = 500;

    private const string SelectDue = "SELECT seq FROM isaa_jobs INDEXED BY isaa_jobs_delayed WHERE state = 2 AND run_at <= ? ORDER BY run_at LIMIT ? FOR UPDATE SKIP LOCKED";

    private const string SelectNextDue = "SELECT min(run_at) FROM isaa_jobs INDEXED BY isaa_jobs_delayed WHERE state = 2";

    private const string MakeReady = "UPDATE isaa_jobs SET state = 1 WHERE seq = ?";

    private const string SelectState = "SELECT seq, state FROM isaa_jobs WHERE id = ? FOR UPDATE";

    private const string AskToCancel = "UPDATE isaa_jobs SET cancel_reason = ? WHERE seq = ? AND cancel_reason IS NULL";

    private const string MakeReadyAnew = """
        UPDATE isaa_jobs SET state = 1, charged = 0, stalled = 0, finished_at = NULL, cancel_reason = NULL, error = NULL, run_at = ? WHERE seq = ?
        """;

    private const string DropResult = "DELETE FROM isaa_job_results WHERE seq = ?";

    public static PromoteResult Promote(SqlWriteContext context)
    {
        var due = new List<long>();
        var rows = context.Statement(SelectDue).Bind(1, context.Now).Bind(2, PromotedAtOnce);
        while (rows.Step())
        {
            due.Add(rows.Long(0));
        }

        foreach (var row in due)
        {
            context.Statement(MakeReady).Bind(1, row).Run();
            EventWrites.Append(context, context.Now, row, EventTypes.Ready);
        }

        if (due.Count > 0)
        {
            context.Touch(StoreTopic.Work);
            context.Touch(StoreTopic.Events);
        }

        return new PromoteResult(due.Count, ReadNextDue(context));
    }

    public static JobState? Cancel(SqlWriteContext context, JobId job, string reason)
    {
        if (FindState(context, job) is not var (row, state))
        {
            return null;
        }

        if (state.IsFinal())
        {
            return state;
        }

        if (state != JobState.Active)
        {
            JobSettlements.Cancel(context, row, reason);
            context.Touch(StoreTopic.Events);
            return JobState.Cancelled;
        }

        if (context.Statement(AskToCancel).Bind(1, reason).Bind(2, row).RunCounted() > 0)
        {
            EventWrites.Append(context, context.Now, row, EventTypes.CancelRequested, JobJson.Body(new ReasonBody(reason), JobJson.Default.ReasonBody));
            context.Touch(StoreTopic.Cancels);
            context.Touch(StoreTopic.Events);
        }

        return state;
    }

    public static JobState? Retry(SqlWriteContext context, JobId job)
    {
        if (FindState(context, job) is not var (row, state))
        {
            return null;
        }

        if (state is not (JobState.Failed or JobState.Cancelled or JobState.Dead))
        {
            return state;
        }

        context.Statement(MakeReadyAnew).Bind(1, context.Now).Bind(2, row).Run();
        context.Statement(DropResult).Bind(1, row).Run();
        EventWrites.Append(context, context.Now, row, EventTypes.Ready);
        context.Touch(StoreTopic.Work);
        context.Touch(StoreTopic.Events);
        return JobState.Ready;
    }

    private static (long Row, JobState State)? FindState(SqlWriteContext context, JobId job)
    {
        var found = context.Statement(SelectState).Bind(1, job.Value);
        if (!found.Step())
        {
            return null;
        }

        var result = (found.Long(0), (JobState)found.Int(1));
        found.Reset();
        return result;
    }

    private static DateTimeOffset? ReadNextDue(SqlWriteContext context)
    {
        var next = context.Statement(SelectNextDue);
        _ = next.Step();
        var due = next.LongOrNull(0);
        next.Reset();
        return due is { } time ? JobRow.Time(time) : null;
    }
}
