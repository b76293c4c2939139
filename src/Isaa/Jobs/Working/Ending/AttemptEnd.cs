using System.Diagnostics;
using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Working.Ending;

/// <summary>
/// Writes how an attempt ended. A job must not stay active only because that could not be written: its worker goes on showing signs of life, so nobody
/// would take it back.
/// </summary>
/// <param name="ports">The store and the clock.</param>
/// <param name="claimed">The job.</param>
/// <param name="lease">The lease of its worker; null when it has none that could be lost: then what cannot be written is thrown.</param>
internal sealed partial class AttemptEnd(WorkerPorts ports, ClaimedJob claimed, WorkerLease? lease)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(2);
    private readonly ILogger _logger = ports.Logger;

    /// <summary>
    /// Writes the settlement. While the store is busy, full or away it is tried as long as the lease holds: what has happened must not be done again. When
    /// it is refused for good, a failure without anything else in the commit is written in its place; when that is refused too, the lease is given up.
    /// </summary>
    /// <returns>False when the lease was lost.</returns>
    public async Task<bool> WriteAsync(Settlement settlement)
    {
        long? refused = null;
        while (lease is not { Lost.IsCancellationRequested: true })
        {
            try
            {
                return await ports.Writes.SettleAsync(settlement);
            }
            catch (IsaaException e) when (lease is not null && StoreFault.IsPassing(e))
            {
                LogDelayed(claimed.Job.Id, e.Code, e);
            }
            catch (Exception e) when (refused is null)
            {
                LogRefused(claimed.Job.Id, e);
                settlement = Bare(settlement, e);
                refused = ports.Time.GetTimestamp();
            }
            catch (Exception e) when (lease is not null)
            {
                await TryLaterAsync(refused!.Value, e);
            }
        }

        return false;
    }

    /// <summary>The failure of an attempt that broke; with another attempt after it when the job's policy has one.</summary>
    public Settlement Failure(Exception exception)
    {
        var error = Describe(exception);
        return Failure(error, RetryPlanner.Plan(ports, claimed.Job, error, exception), null);
    }

    /// <summary>A failure; with another attempt after the pause when there is one.</summary>
    public Settlement Failure(JobError error, TimeSpan? pause, JobOutcome.Failed? outcome, bool isTimeout = false) => pause is { } wait
        ? new Settlement.Retry
        {
            Lease = claimed.Lease,
            Events = outcome?.Events ?? [],
            With = outcome?.With ?? [],
            Error = error,
            At = ports.Time.GetUtcNow() + wait,
        }
        : new Settlement.Fail
        {
            Lease = claimed.Lease,
            Events = outcome?.Events ?? [],
            With = outcome?.With ?? [],
            Error = error,
            IsTimeout = isTimeout,
            Result = outcome?.Result,
        };

    private Settlement Bare(Settlement settlement, Exception exception) => settlement is Settlement.Fail or Settlement.Retry or Settlement.Cancel or Settlement.Release
        ? settlement with { Events = [], With = [], Trail = null }
        : Failure(exception);

    private JobError Describe(Exception exception)
    {
        if (exception is IsaaException known)
        {
            return new JobError { Code = known.Code, Message = $"How the attempt ended could not be written: {known.Message}" };
        }

        var traceId = Activity.Current?.TraceId.ToString() ?? claimed.Job.Id.ToString();
        var message = $"How the attempt ended could not be written; the log has the details under {traceId}.";
        return new JobError { Code = "internal_error", Message = message, TraceId = traceId };
    }

    private async Task TryLaterAsync(long since, Exception exception)
    {
        if (ports.Time.GetElapsedTime(since) < ports.Options.LeaseTime)
        {
            LogRefused(claimed.Job.Id, exception);
            await Pause.ForAsync(BetweenTries, ports.Time, lease!.Lost);
        }
        else
        {
            LogGivenUp(claimed.Job.Id, exception);
            await lease!.LoseAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "How job {Job} ended could not be written for as long as a lease holds ({Code}); trying again while the lease is renewed.")]
    private partial void LogDelayed(JobId job, string code, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "How job {Job} ended was refused by the store; a failure is written in its place.")]
    private partial void LogRefused(JobId job, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The store takes no end of job {Job} at all; its worker gives its lease up, so that its jobs are taken up again.")]
    private partial void LogGivenUp(JobId job, Exception exception);
}
