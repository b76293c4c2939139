using System.Collections.Concurrent;
using Isaa.Diagnostics;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working.Ending;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Working;

/// <summary>Claims jobs for one worker.</summary>
/// <param name="ports">The store and the clock.</param>
/// <param name="running">The jobs the worker runs.</param>
internal sealed partial class WorkerClaims(WorkerPorts ports, ConcurrentDictionary<JobId, JobExecution> running)
{
    private static readonly TimeSpan SuspectPause = TimeSpan.FromSeconds(2);
    private readonly WorkerOptions _options = ports.Options;
    private readonly ILogger _logger = ports.Logger;

    /// <summary>
    /// Takes jobs. A claim that fails costs the worker's running jobs nothing: after a pause it is made again. Only when the lease is gone or the store is
    /// away the failure is thrown.
    /// </summary>
    /// <returns>The jobs, whether there may be more, and when a limit lets more start.</returns>
    public async Task<(IReadOnlyList<ClaimedJob> Jobs, bool IsFull, DateTimeOffset? NextAt)> TakeAsync(
        WorkerLease lease, IReadOnlyList<string> kinds, int limit, CancellationToken ended)
    {
        if (await TryClaimAsync(lease.Worker, kinds, limit, ended) is not { } claimed)
        {
            return ([], false, null);
        }

        var jobs = claimed.Jobs.Any(IsSuspect) ? await PutOffSuspectsAsync(lease, claimed.Jobs) : claimed.Jobs;
        return (jobs, claimed.Jobs.Count == limit, claimed.NextAt);
    }

    // A claim is never cancelled: it may have taken effect, and its jobs would wait for a rescue.
    private async Task<ClaimResult?> TryClaimAsync(WorkerId worker, IReadOnlyList<string> kinds, int limit, CancellationToken ended)
    {
        try
        {
            var request = new ClaimRequest
            {
                Worker = worker,
                Limit = limit,
                Kinds = kinds,
                Queues = _options.Queues,
                Capabilities = _options.FindCapabilities?.Invoke() ?? _options.Capabilities,
                Reserved = _options.Reserved,
                Only = _options.Only,
            };
            return await ports.Store.ClaimAsync(request, CancellationToken.None);
        }
        catch (Exception e) when (e is not IsaaException || e is IsaaException { Code: "store_busy" or "store_full" })
        {
            LogClaimFailed(e);
            await Pause.ForAsync(_options.PollInterval, ports.Time, ended);
            return null;
        }
    }

    private bool IsSuspect(ClaimedJob claimed) => claimed.Job.Stalled > 0 && claimed.Job.Stalled >= _options.StallLimit;

    // One more death of its worker is such a job's end. It runs beside no other such job, so that one that kills workers does not take the innocent along.
    private async Task<List<ClaimedJob>> PutOffSuspectsAsync(WorkerLease lease, IReadOnlyList<ClaimedJob> claimed)
    {
        var isTaken = running.Values.Any(execution => IsSuspect(execution.Claimed));
        var started = new List<ClaimedJob>();
        foreach (var job in claimed)
        {
            if (IsSuspect(job) && isTaken)
            {
                var until = ports.Time.GetUtcNow() + SuspectPause;
                await new AttemptEnd(ports, job, lease).WriteAsync(
                    new Settlement.Snooze { Lease = job.Lease, Until = until, Reason = "another job runs whose workers were lost as often" });
            }
            else
            {
                isTaken |= IsSuspect(job);
                started.Add(job);
            }
        }

        return started;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The worker could not take jobs; those it runs go on, and it tries again.")]
    private partial void LogClaimFailed(Exception exception);
}
