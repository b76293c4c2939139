using System.Data.Common;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Changes;
using Isaa.Jobs.Events;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Steps;

namespace Isaa.Jobs.Store;

/// <summary>
/// The port to the database that keeps jobs, steps and events. Every call that changes something returns after the change is on disk;
/// state change, counters and events commit in one transaction. Thread safe; many callers share one instance.
/// </summary>
/// <remarks>
/// Errors are <see cref="Isaa.Diagnostics.IsaaException"/>s: <c>store_busy</c>, <c>store_full</c>, <c>store_corrupt</c>, <c>store_newer</c>,
/// <c>store_unavailable</c>. A cancelled call may still take effect.
/// </remarks>
public interface IJobStore : IFlowStore, ISignalStore, IJobLogStore
{
    /// <summary>Adds jobs, all or none. A job comes after those of the same call that it depends on.</summary>
    /// <returns>For each job which one counts and whether it is new.</returns>
    Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken);

    /// <summary>
    /// Adds jobs inside the caller's own transaction on the same database; they count from the caller's commit. Call
    /// <see cref="Notify"/> with <see cref="StoreTopic.Work"/> afterwards, or the jobs wait for the next poll.
    /// </summary>
    /// <exception cref="ArgumentException">The transaction belongs to another kind of database.</exception>
    IReadOnlyList<EnqueueResult> Enqueue(DbTransaction transaction, IReadOnlyList<NewJob> jobs);

    /// <summary>
    /// Takes ready jobs, those that wait longest first, where a level of priority counts as an ageing step of waiting; tenants take turns. Each is active,
    /// its <see cref="Job.Started"/> one higher, when this returns.
    /// </summary>
    Task<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken);

    /// <summary>Ends attempts, each on its own.</summary>
    /// <returns>For each whether it was written; false when its lease was lost.</returns>
    Task<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken);

    /// <summary>
    /// Ends an attempt inside the caller's own transaction on the same database; it counts from the caller's commit. Nothing else may use the store's
    /// writes meanwhile on the same flow of control.
    /// </summary>
    /// <returns>False when its lease was lost and nothing was written.</returns>
    /// <exception cref="ArgumentException">The transaction belongs to another kind of database.</exception>
    bool Settle(DbTransaction transaction, Settlement settlement);

    /// <summary>Writes what a running job has to keep, in one transaction.</summary>
    /// <returns>False when the lease was lost and nothing was written.</returns>
    Task<bool> CommitAsync(JobCommit commit, CancellationToken cancellationToken);

    /// <summary>The steps of a job in the order in which they were first recorded, without the first <paramref name="skip"/>.</summary>
    Task<IReadOnlyList<StepRecord>> ReadStepsAsync(JobId job, int skip, CancellationToken cancellationToken);

    /// <summary>Registers a worker or extends its lease.</summary>
    /// <returns>False when the lease had ended and its jobs were taken back: the worker must stop them and start anew under another id.</returns>
    Task<bool> HeartbeatAsync(WorkerHeartbeat heartbeat, CancellationToken cancellationToken);

    /// <summary>Removes a worker that has settled all its jobs; what it still holds is rescued without a stall being counted.</summary>
    Task RetireAsync(WorkerId worker, CancellationToken cancellationToken);

    /// <summary>Takes back the jobs of workers whose lease ended or, on this machine, whose process is gone; each counts a stall.</summary>
    /// <param name="stallLimit">A job that stalls more often than this is dead.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<RescueResult> RescueAsync(int stallLimit, CancellationToken cancellationToken);

    /// <summary>Makes delayed jobs ready whose time has come, never early; lets held back groups go on; ends jobs that no worker holds and whose time ran out.</summary>
    Task<PromoteResult> PromoteDueAsync(CancellationToken cancellationToken);

    /// <summary>Cancels jobs: one that no worker holds ends at once, a held one is marked and its worker told.</summary>
    /// <returns>For each the job's state after the call; null when there is no such job. An ended job keeps its state.</returns>
    Task<IReadOnlyList<JobState?>> CancelAsync(IReadOnlyList<JobId> jobs, string reason, CancellationToken cancellationToken);

    /// <summary>Makes failed, cancelled or dead jobs ready again, with their steps kept and charged failures, stalls reset and without limits of time.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="at">When they may run; null for at once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// For each the job's state after the call; null when there is no such job. A job in another state keeps it, and so does one whose unique key
    /// another job holds by now.
    /// </returns>
    Task<IReadOnlyList<JobState?>> RetryAsync(IReadOnlyList<JobId> jobs, DateTimeOffset? at, CancellationToken cancellationToken);

    /// <summary>Changes the course of jobs.</summary>
    /// <returns>For each the job's state after the call; null when there is no such job.</returns>
    Task<IReadOnlyList<JobState?>> ChangeAsync(IReadOnlyList<JobId> jobs, JobChange change, CancellationToken cancellationToken);

    /// <summary>The jobs this worker holds that somebody asked to cancel.</summary>
    Task<IReadOnlyList<CancelRequest>> ReadCancelRequestsAsync(WorkerId worker, CancellationToken cancellationToken);

    /// <summary>A job with its arguments and result; null when there is none.</summary>
    Task<JobDetail?> FindAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>Those of some jobs that have ended or do not exist; a cheap look.</summary>
    Task<IReadOnlyList<JobId>> FindEndedAsync(IReadOnlyCollection<JobId> jobs, CancellationToken cancellationToken);

    /// <summary>Counts jobs by state; states without jobs are left out. Its cost does not depend on how many jobs there are.</summary>
    Task<IReadOnlyDictionary<JobState, long>> CountAsync(string? queue, CancellationToken cancellationToken);

    /// <summary>Reads events, oldest first.</summary>
    Task<IReadOnlyList<JobEvent>> ReadEventsAsync(EventQuery query, CancellationToken cancellationToken);

    /// <summary>The place after the newest event.</summary>
    Task<EventCursor> ReadLastCursorAsync(CancellationToken cancellationToken);

    /// <summary>A number that grows whenever the topic may have changed. Read it before looking, and wait beyond it when nothing was there.</summary>
    long Version(StoreTopic topic);

    /// <summary>Returns when <see cref="Version"/> exceeds the given number, also through other processes on the same store, or after the time.</summary>
    Task WaitAsync(StoreTopic topic, long version, TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Wakes the listeners of a topic, here and in other processes on this machine.</summary>
    void Notify(StoreTopic topic);
}
