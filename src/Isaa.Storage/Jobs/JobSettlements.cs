using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs;

/// <summary>Ends attempts. Nothing is written unless the lease still holds.</summary>
internal static class JobSettlements
{
    private const string Held = " WHERE seq = ? AND id = ? AND state = 3 AND worker = ? AND started = ?";

    private const string SelectHeld = "SELECT cancel_reason FROM isaa_jobs" + Held + " FOR UPDATE";

    private const string End = "UPDATE isaa_jobs SET state = ?, finished_at = ? WHERE seq = ?";

    private const string EndCancelled = "UPDATE isaa_jobs SET state = 8, finished_at = ?, cancel_reason = ? WHERE seq = ?";

    private const string EndFailed = "UPDATE isaa_jobs SET state = 7, finished_at = ?, charged = charged + 1, error = ? WHERE seq = ?";

    private const string Delay = "UPDATE isaa_jobs SET state = 2, run_at = ? WHERE seq = ?";

    private const string DelayFailed = "UPDATE isaa_jobs SET state = 2, run_at = ?, charged = charged + 1, error = ? WHERE seq = ?";

    private const string GiveBack = "UPDATE isaa_jobs SET state = 1 WHERE seq = ?";

    private const string SaveResult = "INSERT INTO isaa_job_results (seq, body) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET body = excluded.body";

    /// <summary>Whether the lease still holds, and why cancelling was asked for, if it was.</summary>
    public static bool IsHeld(SqlContext context, Lease lease, out string? cancelReason)
    {
        var row = context.Statement(SelectHeld).Bind(1, lease.Row).Bind(2, lease.Job.Value).Bind(3, lease.Worker.Value).Bind(4, lease.Token);
        if (!row.Step())
        {
            cancelReason = null;
            return false;
        }

        cancelReason = row.TextOrNull(0);
        row.Reset();
        return true;
    }

    public static bool Settle(SqlWriteContext context, Settlement settlement)
    {
        if (!IsHeld(context, settlement.Lease, out var cancelReason))
        {
            return false;
        }

        var row = settlement.Lease.Row;
        EventWrites.Append(context, context.Now, row, settlement.Events);
        for (var i = 0; i < settlement.With.Count; i++)
        {
            context.Write(settlement.With[i]);
        }

        Apply(context, row, settlement, cancelReason);
        context.Touch(StoreTopic.Events);
        return true;
    }

    /// <summary>Ends a job by request.</summary>
    public static void Cancel(SqlWriteContext context, long row, string reason)
    {
        context.Statement(EndCancelled).Bind(1, context.Now).Bind(2, reason).Bind(3, row).Run();
        EventWrites.Append(context, context.Now, row, EventTypes.Cancelled, JobJson.Body(new ReasonBody(reason), JobJson.Default.ReasonBody));
    }

    private static void Apply(SqlWriteContext context, long row, Settlement settlement, string? cancelReason)
    {
        switch (settlement)
        {
            case Settlement.Complete complete:
                Save(context, row, complete.Result);
                context.Statement(End).Bind(1, (int)JobState.Completed).Bind(2, context.Now).Bind(3, row).Run();
                EventWrites.Append(context, context.Now, row, EventTypes.Completed);
                break;
            case Settlement.Fail fail:
                Save(context, row, fail.Result);
                context.Statement(EndFailed).Bind(1, context.Now).Bind(2, JobJson.Write(fail.Error)).Bind(3, row).Run();
                EventWrites.Append(context, context.Now, row, EventTypes.Failed, JobJson.Body(new ErrorBody(fail.Error), JobJson.Default.ErrorBody));
                break;
            case Settlement.Cancel cancel:
                Save(context, row, cancel.Result);
                Cancel(context, row, cancel.Reason);
                break;
            // What goes back to the queue ends instead when cancelling was asked for: no worker would be told again.
            case Settlement.Retry or Settlement.Snooze or Settlement.Release when cancelReason is not null:
                Cancel(context, row, cancelReason);
                break;
            default:
                PutBack(context, row, settlement);
                context.Touch(settlement is Settlement.Release ? StoreTopic.Work : StoreTopic.Due);
                break;
        }
    }

    private static void PutBack(SqlWriteContext context, long row, Settlement settlement)
    {
        switch (settlement)
        {
            case Settlement.Retry retry:
                context.Statement(DelayFailed).Bind(1, JobRow.NotBefore(retry.At)).Bind(2, JobJson.Write(retry.Error)).Bind(3, row).Run();
                EventWrites.Append(context, context.Now, row, EventTypes.Retrying, JobJson.Body(new RetryingBody(retry.At, retry.Error), JobJson.Default.RetryingBody));
                break;
            case Settlement.Snooze snooze:
                context.Statement(Delay).Bind(1, JobRow.NotBefore(snooze.Until)).Bind(2, row).Run();
                EventWrites.Append(context, context.Now, row, EventTypes.Snoozed, JobJson.Body(new SnoozedBody(snooze.Until, snooze.Reason), JobJson.Default.SnoozedBody));
                break;
            case Settlement.Release release:
                Release(context, row, release.Reason);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Gives an attempt back, charging nothing.</summary>
    public static void Release(SqlWriteContext context, long row, string reason)
    {
        context.Statement(GiveBack).Bind(1, row).Run();
        EventWrites.Append(context, context.Now, row, EventTypes.Released, JobJson.Body(new ReasonBody(reason), JobJson.Default.ReasonBody));
    }

    private static void Save(SqlWriteContext context, long row, ReadOnlyMemory<byte>? result)
    {
        if (result is { } body)
        {
            context.Statement(SaveResult).Bind(1, row).Bind(2, body.Span).Run();
        }
    }
}
