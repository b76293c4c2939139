using System.Diagnostics;
using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Working;

/// <summary>One attempt at one job, in named stages.</summary>
internal sealed partial class JobExecution : IDisposable
{
    private readonly WorkerPorts _ports;
    private readonly ClaimedJob _claimed;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly JobInterruption _interruption = new();

    public JobExecution(WorkerPorts ports, ClaimedJob claimed)
    {
        _ports = ports;
        _claimed = claimed;
        _time = ports.Time;
        _logger = ports.Logger;
    }

    public JobId Job => _claimed.Job.Id;

    public JobInterruption Interruption => _interruption;

    public async Task RunAsync()
    {
        KillPoint.Reach(KillPoint.JobClaimed);
        using var activity = StartActivity();
        var settlement = await RunHandlerAsync();
        if (settlement is null)
        {
            LogLeaseLost(Job);
            return;
        }

        KillPoint.Reach(KillPoint.JobSettling);
        await SettleAsync(settlement);
        KillPoint.Reach(KillPoint.JobSettled);
    }

    public void Dispose() => _interruption.Dispose();

    private async Task<Settlement?> RunHandlerAsync()
    {
        using var deadline = StartDeadline();
        try
        {
            var kind = _ports.Kinds.Find(_claimed.Job.Kind)
                ?? throw new IsaaException("job_kind_unknown", $"This worker has no handler for job kind '{_claimed.Job.Kind}'.");
            var context = new JobContext(_ports, _claimed, _interruption);
            return Settle(await kind.RunAsync(_claimed.Arguments, context, _interruption.Token));
        }
        catch (LeaseLostException)
        {
            return null;
        }
        catch (OperationCanceledException) when (_interruption.Token.IsCancellationRequested)
        {
            return SettleInterrupted(null);
        }
        catch (IsaaException e)
        {
            LogAttemptFailed(Job, e.Code, e);
            return SettleFailure(new JobError { Code = e.Code, Message = e.Message }, mayRetry: true, null, null);
        }
        catch (Exception e)
        {
            var traceId = Activity.Current?.TraceId.ToString() ?? Job.ToString();
            LogAttemptBroke(Job, traceId, e);
            var error = new JobError { Code = "internal_error", Message = $"The handler broke; the log has the details under {traceId}.", TraceId = traceId };
            return SettleFailure(error, mayRetry: true, null, null);
        }
    }

    private ITimer? StartDeadline() => _claimed.Job.AttemptTimeout is { } timeout
        ? _time.CreateTimer(static state => ((JobInterruption)state!).Interrupt(JobInterruption.Cause.TimedOut), _interruption, timeout, Timeout.InfiniteTimeSpan)
        : null;

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
        JobOutcome.Failed failed when _interruption.Why is not JobInterruption.Cause.None => SettleInterrupted(failed),
        JobOutcome.Failed failed => SettleFailure(failed.Error, failed.MayRetry, failed.RetryAfter, failed),
        _ => throw new UnreachableException(),
    };

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
        JobInterruption.Cause.TimedOut => SettleFailure(
            new JobError { Code = "attempt_timeout", Message = $"The attempt ran longer than its limit of {_claimed.Job.AttemptTimeout}." }, mayRetry: true, null, partial),
        JobInterruption.Cause.Stopping => new Settlement.Release { Lease = _claimed.Lease, Reason = "the worker is stopping" },
        _ => null,
    };

    private Settlement SettleFailure(JobError error, bool mayRetry, TimeSpan? retryAfter, JobOutcome.Failed? outcome)
    {
        var job = _claimed.Job;
        var pause = mayRetry ? job.Retry.DelayAfter(job.Charged + 1, Random.Shared.NextDouble()) : null;
        if (pause is null)
        {
            return new Settlement.Fail
            {
                Lease = _claimed.Lease,
                Events = outcome?.Events ?? [],
                With = outcome?.With ?? [],
                Error = error,
                Result = outcome?.Result,
            };
        }

        var wait = retryAfter > pause ? retryAfter.Value : pause.Value;
        return new Settlement.Retry
        {
            Lease = _claimed.Lease,
            Events = outcome?.Events ?? [],
            With = outcome?.With ?? [],
            Error = error,
            At = _time.GetUtcNow() + wait,
        };
    }

    private async Task SettleAsync(Settlement settlement)
    {
        var started = _time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(50);
        while (true)
        {
            try
            {
                var written = (await _ports.Store.SettleAsync([settlement], CancellationToken.None))[0];
                if (!written)
                {
                    LogLeaseLost(Job);
                }

                return;
            }
            catch (IsaaException e) when (_time.GetElapsedTime(started) < _ports.Options.LeaseTime)
            {
                // The work is done and only its record is missing: while the lease holds, nobody else may do it again.
                LogSettleDelayed(Job, e.Code, e);
                await Task.Delay(pause, _time);
                pause = pause < TimeSpan.FromSeconds(2) ? pause * 2 : pause;
            }
        }
    }

    private Activity? StartActivity()
    {
        var activity = IsaaTelemetry.Source.StartActivity($"job {_claimed.Job.Kind}", ActivityKind.Consumer, _claimed.Job.TraceParent);
        return activity?.SetTag("isaa.job.id", Job.ToString()).SetTag("isaa.job.attempt", _claimed.Job.Started);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lost the lease of job {Job}; another worker goes on with it.")]
    private partial void LogLeaseLost(JobId job);

    [LoggerMessage(Level = LogLevel.Information, Message = "An attempt at job {Job} failed with {Code}.")]
    private partial void LogAttemptFailed(JobId job, string code, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The handler of job {Job} broke (trace {TraceId}).")]
    private partial void LogAttemptBroke(JobId job, string traceId, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of job {Job} could not be written yet ({Code}); trying again.")]
    private partial void LogSettleDelayed(JobId job, string code, Exception exception);
}
