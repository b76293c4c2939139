using System.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Claims;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Flows;
using Isaa.Storage.Jobs.Groups;
using Isaa.Storage.Jobs.Logs;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Jobs.Queues;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs;

/// <summary>Ends attempts. Nothing is written unless the lease still holds.</summary>
internal static class JobSettlements
{
    private const string SelectHeld = "SELECT 1 FROM isaa_jobs WHERE seq = ? AND id = ? AND state = 3 AND worker = ? AND started = ? FOR UPDATE";

    private const string SaveResult = "INSERT INTO isaa_job_results (seq, body) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET body = excluded.body";

    /// <summary>Whether the lease still holds; it does until the transaction ends.</summary>
    public static bool IsHeld(SqlContext context, Lease lease)
    {
        var row = context.Statement(SelectHeld).Bind(1, lease.Row).Bind(2, lease.Job.Value).Bind(3, lease.Worker.Value).Bind(4, lease.Token);
        var isHeld = row.Step();
        row.Reset();
        return isHeld;
    }

    public static bool Settle(SqlWriteContext context, Settlement settlement)
    {
        if (context.Remembered<PlainClaims>().TryComplete(context, settlement))
        {
            Save(context, settlement.Lease.Row, settlement);
            return true;
        }

        if (JobHead.Find(context, settlement.Lease) is not { } job)
        {
            return false;
        }

        if (settlement.Trail is { } trail)
        {
            TrailWrites.Save(context, job.Row, trail);
        }

        EventWrites.Append(context, context.Now, job.Row, settlement.Events);
        for (var i = 0; i < settlement.With.Count; i++)
        {
            context.Write(settlement.With[i]);
        }

        Save(context, job.Row, settlement);
        if (settlement is Settlement.Wait wait && job.CancelReason is null)
        {
            WaitWrites.Apply(context, job, wait);
            return true;
        }

        // Queues are locked before groups, as a claim does.
        var block = job.CancelReason is null ? settlement as Settlement.Block : null;
        if (block is { Scope: BlockScope.Queue })
        {
            QueueSlots.Block(context, job.Lane, JobRow.NotBefore(block.Until));
        }

        JobTransitions.Apply(context, job, ToMove(context, job, settlement));
        if (block is { Scope: BlockScope.Group } && job.Group is { } row)
        {
            GroupTickets.Block(context, row, JobRow.NotBefore(block.Until));
        }

        return true;
    }

    /// <summary>Ends a job by request.</summary>
    public static JobMove Cancel(string reason) => new(JobState.Cancelled, EventTypes.Cancelled)
    {
        Body = JobJson.Body(new ReasonBody(reason), JobJson.Default.ReasonBody),
        CancelReason = reason,
    };

    /// <summary>Gives an attempt back, charging nothing.</summary>
    public static JobMove Release(string reason) => new(JobState.Ready, EventTypes.Released)
    {
        Body = JobJson.Body(new ReasonBody(reason), JobJson.Default.ReasonBody),
    };

    private static JobMove ToMove(SqlWriteContext context, JobHead job, Settlement settlement) => settlement switch
    {
        Settlement.Complete => new JobMove(JobState.Completed, EventTypes.Completed),
        Settlement.Fail fail => new JobMove(JobState.Failed, fail.IsTimeout ? EventTypes.TimedOut : EventTypes.Failed)
        {
            Body = JobJson.Body(new ErrorBody(fail.Error), JobJson.Default.ErrorBody),
            Error = fail.Error,
            IsCharged = true,
        },
        Settlement.Cancel cancel => Cancel(cancel.Reason),
        // What goes back to the queue ends instead when cancelling was asked for: no worker would be told again.
        _ when job.CancelReason is { } reason => Cancel(reason),
        Settlement.Retry retry => new JobMove(JobState.Delayed, EventTypes.Retrying)
        {
            Body = JobJson.Body(new RetryingBody(retry.At, retry.Error), JobJson.Default.RetryingBody),
            RunAt = JobRow.NotBefore(retry.At),
            Error = retry.Error,
            IsCharged = true,
        },
        Settlement.Snooze snooze => new JobMove(JobState.Delayed, EventTypes.Snoozed)
        {
            Body = JobJson.Body(new SnoozedBody(snooze.Until, snooze.Reason), JobJson.Default.SnoozedBody),
            RunAt = JobRow.NotBefore(snooze.Until),
        },
        Settlement.Release release => Release(release.Reason),
        Settlement.Block block => Blocked(context, job, block),
        _ => throw new UnreachableException(),
    };

    // A job that holds back a group it does not have waits alone.
    private static JobMove Blocked(SqlWriteContext context, JobHead job, Settlement.Block block)
    {
        var body = JobJson.Body(new BlockedBody(block.Until, block.Scope), JobJson.Default.BlockedBody);
        return block.Scope == BlockScope.Group && job.Group is null
            ? new JobMove(JobRow.NotBefore(block.Until) > context.Now ? JobState.Delayed : JobState.Ready, EventTypes.RateLimited)
            {
                Body = body,
                RunAt = JobRow.NotBefore(block.Until),
            }
            : new JobMove(JobState.Ready, EventTypes.RateLimited) { Body = body, GivesUpTicket = block.Scope == BlockScope.Group };
    }

    private static void Save(SqlWriteContext context, long row, Settlement settlement)
    {
        var result = settlement switch
        {
            Settlement.Complete complete => complete.Result,
            Settlement.Fail fail => fail.Result,
            Settlement.Cancel cancel => cancel.Result,
            _ => null,
        };
        if (result is { } body)
        {
            context.Statement(SaveResult).Bind(1, row).Bind(2, body.Span).Run();
        }
    }
}
