using Isaa.Diagnostics;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Working;

/// <summary>
/// What a running attempt writes. A store that is busy, full or away for a while is waited for as long as the lease may hold: what has happened and is not
/// recorded would be done again, or be unknown for ever. Thread safe.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="patience">How long to try; no longer than a lease holds.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where delays are logged.</param>
internal sealed partial class LeaseWrites(IJobStore store, TimeSpan patience, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Writes what a running job has to keep.</summary>
    /// <returns>False when the lease was lost.</returns>
    public Task<bool> CommitAsync(JobCommit commit, CancellationToken cancellationToken) =>
        RepeatAsync(commit.Lease.Job, () => store.CommitAsync(commit, cancellationToken), cancellationToken);

    /// <summary>Ends the attempt.</summary>
    /// <returns>False when the lease was lost.</returns>
    public Task<bool> SettleAsync(Settlement settlement) => RepeatAsync(
        settlement.Lease.Job, async () => (await store.SettleAsync([settlement], CancellationToken.None))[0], CancellationToken.None);

    /// <summary>Takes a signal, or keeps that the job waits for it.</summary>
    public Task<SignalTaken> TakeSignalAsync(SignalTake take, CancellationToken cancellationToken) =>
        RepeatAsync(take.Lease.Job, () => store.TakeSignalAsync(take, cancellationToken), cancellationToken);

    private async Task<T> RepeatAsync<T>(JobId job, Func<Task<T>> write, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            try
            {
                return await write();
            }
            catch (IsaaException e) when (StoreFault.IsPassing(e) && time.GetElapsedTime(started) < patience)
            {
                LogDelayed(job, e.Code, e);
                await Task.Delay(pause, time, cancellationToken);
                pause = pause < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What job {Job} has to keep could not be written yet ({Code}); trying again.")]
    private partial void LogDelayed(JobId job, string code, Exception exception);
}
