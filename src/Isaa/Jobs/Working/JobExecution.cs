using System.Diagnostics;
using Isaa.Diagnostics;
using Isaa.Jobs.Batches;
using Isaa.Jobs.Figures;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Store;
using Isaa.Jobs.Waits;
using Isaa.Jobs.Working.Ending;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Working;

/// <summary>One attempt at one job, in named stages.</summary>
internal sealed partial class JobExecution : IDisposable
{
    private static readonly TimeSpan AfterStoreFault = TimeSpan.FromSeconds(5);
    private readonly WorkerPorts _ports;
    private readonly ClaimedJob _claimed;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly JobInterruption _interruption = new();
    private bool _abandoned;
    private readonly JobContext _context;
    private readonly BatchSeat? _seat;
    private readonly AttemptEnd _end;

    public JobExecution(WorkerPorts ports, ClaimedJob claimed, BatchSeat? seat = null, WorkerLease? lease = null)
    {
        _end = new AttemptEnd(ports, claimed, lease);
        _seat = seat;
        _ports = ports;
        _claimed = claimed;
        _time = ports.Time;
        _logger = ports.Logger;
        _context = new JobContext(ports, claimed, _interruption);
    }

    public JobId Job => _claimed.Job.Id;

    public ClaimedJob Claimed => _claimed;

    public JobInterruption Interruption => _interruption;

    public async Task RunAsync()
    {
        KillPoint.Reach(KillPoint.JobClaimed);
        using var activity = StartActivity();
        if (await RunAttemptAsync() is not { } settlement)
        {
            LogLeaseLost(Job);
            return;
        }

        KillPoint.Reach(KillPoint.JobSettling);
        await SettleAsync(settlement);
        KillPoint.Reach(KillPoint.JobSettled);
    }

    /// <summary>Keeps what an abandoned handler that still runs may look at.</summary>
    public void Dispose()
    {
        _context.Trail.Dispose();
        if (!_abandoned)
        {
            _interruption.Dispose();
        }
    }

    // Whatever breaks around the handler, the attempt has an end.
    private async Task<Settlement?> RunAttemptAsync()
    {
        try
        {
            var began = _time.GetTimestamp();
            JobMeters.Claimed(_claimed.Job);
            var settlement = await RunHandlerAsync();
            JobMeters.Ended(_claimed.Job, settlement, _time.GetElapsedTime(began));
            var trail = await _context.Trail.CloseAsync();
            return settlement is null ? null : settlement with { Trail = trail };
        }
        catch (Exception e)
        {
            LogAttemptBroke(Job, Activity.Current?.TraceId.ToString() ?? Job.ToString(), e);
            return _end.Failure(e);
        }
    }

    private async Task<Settlement?> RunHandlerAsync()
    {
        using var deadline = StartDeadline();
        try
        {
            var kind = _ports.Kinds.Find(_claimed.Job.Kind)
                ?? throw new IsaaException("job_kind_unknown", $"This worker has no handler for job kind '{_claimed.Job.Kind}'.");
            var handler = RunHandlerAsync(kind);
            if (!handler.IsCompleted && !await _interruption.EndsInTimeAsync(handler, _ports.Options.CancelGrace, _time))
            {
                return Abandon(handler);
            }

            var outcome = await handler;
            return _context.IsEnded ? Undo() : Settle(outcome);
        }
        catch (LeaseLostException)
        {
            return null;
        }
        catch (OperationCanceledException) when (_interruption.Token.IsCancellationRequested)
        {
            return SettleInterrupted(null);
        }
        catch (IsaaException e) when (StoreFault.IsPassing(e))
        {
            LogStoreFailed(Job, e.Code, e);
            return new Settlement.Snooze { Lease = _claimed.Lease, Until = _time.GetUtcNow() + AfterStoreFault, Reason = $"the store failed with {e.Code}" };
        }
        catch (IsaaException e)
        {
            LogAttemptFailed(Job, e.Code, e);
            return SettleThrown(new JobError { Code = e.Code, Message = e.Message }, e);
        }
        catch (Exception e)
        {
            var traceId = Activity.Current?.TraceId.ToString() ?? Job.ToString();
            LogAttemptBroke(Job, traceId, e);
            var error = new JobError { Code = "internal_error", Message = $"The handler broke; the log has the details under {traceId}.", TraceId = traceId };
            return SettleThrown(error, e);
        }
    }

    private async Task<JobOutcome> RunHandlerAsync(JobKind kind)
    {
        TrailBuffer.Current = _context.Trail;
        try
        {
            return await (_seat?.JoinAsync(_claimed.Arguments, _context, _interruption.Token) ?? kind.RunAsync(_claimed.Arguments, _context, _interruption.Token));
        }
        catch (JobSuspendedException)
        {
            return new JobOutcome.Suspended();
        }
    }

    // The handler ended the job in a transaction of its own. If that was committed this changes nothing; else the job must run again.
    private Settlement.Release Undo() => new() { Lease = _claimed.Lease, Reason = "the transaction in which its handler ended it was not committed" };

    private Settlement? Abandon(Task handler)
    {
        _abandoned = true;
        LogHandlerAbandoned(Job, _ports.Options.CancelGrace);
        _ = handler.ContinueWith(static task => _ = task.Exception, TaskScheduler.Default);
        return SettleInterrupted(null);
    }

    // The attempt's own limit, or the job's when that comes first.
    private ITimer? StartDeadline()
    {
        var left = _claimed.Job.DeadlineAt - _time.GetUtcNow();
        var isWhole = left is not null && !(_claimed.Job.AttemptTimeout <= left);
        var cause = isWhole ? JobInterruption.Cause.Overdue : JobInterruption.Cause.TimedOut;
        return (isWhole ? left : _claimed.Job.AttemptTimeout) is { } limit
            ? _time.CreateTimer(_ => _interruption.Interrupt(cause), null, limit > TimeSpan.Zero ? limit : TimeSpan.Zero, Timeout.InfiniteTimeSpan)
            : null;
    }

    private Settlement? Settle(JobOutcome outcome) => outcome switch
    {
        JobOutcome.Completed done => new Settlement.Complete { Lease = _claimed.Lease, Events = done.Events, With = done.With, Result = done.Result },
        JobOutcome.Snoozed snoozed => new Settlement.Snooze
        {
            Lease = _claimed.Lease,
            Events = snoozed.Events,
            With = snoozed.With,
            Until = _time.GetUtcNow() + snoozed.For,
            Reason = snoozed.Reason,
        },
        JobOutcome.RateLimited limited => new Settlement.Block
        {
            Lease = _claimed.Lease,
            Events = limited.Events,
            With = limited.With,
            Until = _time.GetUtcNow() + limited.For,
            Scope = limited.Scope,
        },
        JobOutcome.Suspended suspended => Wait(suspended),
        JobOutcome.Failed failed when _interruption.Why is not JobInterruption.Cause.None => SettleInterrupted(failed),
        JobOutcome.Failed failed => SettleVerdict(failed),
        _ => throw new UnreachableException(),
    };

    private Settlement.Wait Wait(JobOutcome.Suspended outcome)
    {
        var waits = _context.Waits;
        waits.Add(outcome);
        return waits.Signals.Count > 0 || waits.Children || waits.AnyOf.Count > 0
            ? new Settlement.Wait
            {
                Lease = _claimed.Lease,
                Events = outcome.Events,
                With = outcome.With,
                Signals = waits.Signals,
                Children = waits.Children,
                AnyOf = waits.AnyOf,
                Until = waits.Until,
            }
            : throw new InvalidOperationException($"The handler of job {Job} says that it waits, but asked its context for nothing to wait for.");
    }

    private Settlement? SettleInterrupted(JobOutcome.Failed? partial) => _interruption.Why switch
    {
        JobInterruption.Cause.Cancelled => new Settlement.Cancel
        {
            Lease = _claimed.Lease,
            Events = partial?.Events ?? [],
            With = partial?.With ?? [],
            Reason = _interruption.CancelReason ?? "cancelled",
            Result = partial?.Result,
        },
        JobInterruption.Cause.TimedOut => SettleTimeout(partial),
        JobInterruption.Cause.Overdue => _end.Failure(
            new JobError { Code = "job_timeout", Message = "The job had not ended when its total time was over, all attempts and waits included." }, null, partial, isTimeout: true),
        JobInterruption.Cause.Stopping => new Settlement.Release { Lease = _claimed.Lease, Reason = "the worker is stopping" },
        _ => null,
    };

    private Settlement SettleTimeout(JobOutcome.Failed? partial)
    {
        var error = new JobError { Code = "attempt_timeout", Message = $"The attempt ran longer than its limit of {_claimed.Job.AttemptTimeout}." };
        return _end.Failure(error, RetryPlanner.Plan(_ports, _claimed.Job, error, null), partial, isTimeout: true);
    }

    private Settlement SettleThrown(JobError error, Exception exception) =>
        _end.Failure(error, RetryPlanner.Plan(_ports, _claimed.Job, error, exception), null);

    private Settlement SettleVerdict(JobOutcome.Failed failed)
    {
        var pause = failed.MayRetry ? RetryPlanner.Plan(_ports, _claimed.Job, failed.Error, null) : null;
        return _end.Failure(failed.Error, failed.RetryAfter > pause ? failed.RetryAfter : pause, failed);
    }

    private async Task SettleAsync(Settlement settlement)
    {
        if (await _end.WriteAsync(settlement))
        {
            return;
        }

        if (_context.IsEnded)
        {
            // The transaction in which it ended told nobody.
            _ports.Store.Notify(StoreTopic.Events);
            _ports.Store.Notify(StoreTopic.Work);
        }
        else
        {
            LogLeaseLost(Job);
        }
    }

    private Activity? StartActivity()
    {
        var name = $"job {_claimed.Job.Kind}";
        if (IsaaTelemetry.Source.StartActivity(name, ActivityKind.Consumer, _claimed.Job.TraceParent) is { } activity)
        {
            return activity.SetTag("isaa.job.id", Job.ToString()).SetTag("isaa.job.attempt", _claimed.Job.Started);
        }

        // Nobody records traces here, but what the handler calls and the jobs it adds may be traced elsewhere.
        return _claimed.Job.TraceParent is { } parent ? new Activity(name).SetParentId(parent).Start() : null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost the lease of job {Job}; another worker goes on with it.")]
    private partial void LogLeaseLost(JobId job);

    [LoggerMessage(Level = LogLevel.Information, Message = "An attempt at job {Job} failed with {Code}.")]
    private partial void LogAttemptFailed(JobId job, string code, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An attempt at job {Job} could not go on because the store failed with {Code}; it is not charged for that.")]
    private partial void LogStoreFailed(JobId job, string code, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The handler of job {Job} broke (trace {TraceId}).")]
    private partial void LogAttemptBroke(JobId job, string traceId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The handler of job {Job} was told to stop and did not within {Grace}; its slot is used for others.")]
    private partial void LogHandlerAbandoned(JobId job, TimeSpan grace);
}
