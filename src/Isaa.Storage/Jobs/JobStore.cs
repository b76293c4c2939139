using System.Data.Common;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Changes;
using Isaa.Jobs.Events;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Limits;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Adding;
using Isaa.Storage.Jobs.Claims;
using Isaa.Storage.Jobs.Changes;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Flows;
using Isaa.Storage.Jobs.Logs;
using Isaa.Storage.Jobs.Signals;
using Isaa.Storage.Jobs.Workers;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs;

/// <summary>Keeps jobs, steps and events in a database.</summary>
/// <param name="store">The database.</param>
/// <param name="presence">Shows which workers' processes live; disposed with this.</param>
internal class JobStore(ISqlStore store, IWorkerPresence presence) : IJobStore, IDisposable
{
    private readonly TenantTurns _turns = new();

    /// <summary>Reads and starts jobs for a claim.</summary>
    protected virtual ClaimTable ClaimTable => ClaimTable.OneByOne;

    public virtual async Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken) =>
        await store.WriteAsync(context => JobInserts.Add(context, jobs), cancellationToken);

    public IReadOnlyList<EnqueueResult> Enqueue(DbTransaction transaction, IReadOnlyList<NewJob> jobs) =>
        store.WriteIn(transaction, context => JobInserts.Add(context, jobs));

    public Task<ClaimResult> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) =>
        store.WriteAsync(context => JobClaims.Claim(context, request, _turns, ClaimTable), cancellationToken);

    public async Task<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        if (settlements.Count == 1)
        {
            return [await SettleAsync(settlements[0], cancellationToken)];
        }

        // One write each, so that one whose other changes are refused fails alone; they share a commit all the same.
        return await Task.WhenAll(settlements.Select(s => SettleAsync(s, cancellationToken)));
    }

    public bool Settle(DbTransaction transaction, Settlement settlement) =>
        store.WriteIn(transaction, context => JobSettlements.Settle(context, settlement));

    public Task<bool> CommitAsync(JobCommit commit, CancellationToken cancellationToken) =>
        store.WriteAsync(context => StepWrites.Commit(context, commit), cancellationToken);

    public Task<IReadOnlyList<StepRecord>> ReadStepsAsync(JobId job, int skip, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobReads.Steps(context, job, skip), cancellationToken);

    public async Task<bool> HeartbeatAsync(WorkerHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var isKnown = presence.Knows(heartbeat.Worker);
        if (!isKnown)
        {
            presence.Take(heartbeat.Worker);
        }

        var holds = await store.WriteAsync(context => WorkerWrites.Beat(context, heartbeat, isKnown), cancellationToken);
        if (!holds)
        {
            presence.Drop(heartbeat.Worker);
        }

        return holds;
    }

    public async Task RetireAsync(WorkerId worker, CancellationToken cancellationToken)
    {
        await store.WriteAsync(context => WorkerWrites.Retire(context, worker), cancellationToken);
        presence.Drop(worker);
    }

    public async Task<RescueResult> RescueAsync(int stallLimit, CancellationToken cancellationToken)
    {
        if (!presence.CanJudge)
        {
            return default;
        }

        var workers = await store.ReadAsync(WorkerReads.Alive, cancellationToken);
        var gone = workers.Where(presence.IsGone).ToList();
        var result = await store.WriteAsync(
            context =>
            {
                var taken = WorkerWrites.TakeBack(context, gone, stallLimit);
                KillPoint.ReachIf(taken != default, KillPoint.JobsRescuing);
                return taken;
            },
            cancellationToken);
        KillPoint.ReachIf(result != default, KillPoint.JobsRescued);
        gone.ForEach(presence.Remove);
        return result;
    }

    public async Task<PromoteResult> PromoteDueAsync(CancellationToken cancellationToken)
    {
        var (promoted, timedOut) = (0, 0);
        while (true)
        {
            var (result, isDone) = await store.WriteAsync(
                static context =>
                {
                    var due = JobTimes.Promote(context, out var done);
                    KillPoint.ReachIf(due.Promoted > 0, KillPoint.JobsPromoting);
                    return (due, done);
                },
                cancellationToken);
            KillPoint.ReachIf(result.Promoted > 0, KillPoint.JobsPromoted);
            promoted += result.Promoted;
            timedOut += result.TimedOut;
            if (isDone)
            {
                return result with { Promoted = promoted, TimedOut = timedOut };
            }
        }
    }

    public async Task<IReadOnlyList<JobState?>> CancelAsync(IReadOnlyList<JobId> jobs, string reason, CancellationToken cancellationToken) =>
        await store.WriteAsync(context => jobs.Select(job => JobMoves.Cancel(context, job, reason)).ToList(), cancellationToken);

    public async Task<IReadOnlyList<JobState?>> RetryAsync(IReadOnlyList<JobId> jobs, DateTimeOffset? at, CancellationToken cancellationToken)
    {
        var time = at is { } due ? JobRow.NotBefore(due) : default(long?);
        return await store.WriteAsync(context => jobs.Select(job => JobMoves.Retry(context, job, time)).ToList(), cancellationToken);
    }

    public async Task<IReadOnlyList<JobState?>> ChangeAsync(IReadOnlyList<JobId> jobs, JobChange change, CancellationToken cancellationToken) =>
        await store.WriteAsync(context => jobs.Select(job => JobChanges.Apply(context, job, change)).ToList(), cancellationToken);

    public Task<IReadOnlyList<CancelRequest>> ReadCancelRequestsAsync(WorkerId worker, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobReads.Cancels(context, worker), cancellationToken);

    public Task<JobDetail?> FindAsync(JobId job, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobReads.Find(context, job), cancellationToken);

    public Task<IReadOnlyList<JobId>> FindEndedAsync(IReadOnlyCollection<JobId> jobs, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobReads.Ended(context, jobs), cancellationToken);

    public Task<IReadOnlyDictionary<JobState, long>> CountAsync(string? queue, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobReads.CountByState(context, queue), cancellationToken);

    public Task<IReadOnlyList<JobEvent>> ReadEventsAsync(EventQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync(
            context =>
            {
                EventMarks.EnsureKept(context, query.After);
                return EventReads.Read(context, query);
            },
            cancellationToken);

    public Task<EventCursor> ReadLastCursorAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(EventReads.Last, cancellationToken);

    public Task<IReadOnlyList<DependencyState>> ReadDependenciesAsync(JobId job, bool childrenOnly, CancellationToken cancellationToken) =>
        store.ReadAsync(context => FlowReads.Read(context, job, childrenOnly), cancellationToken);

    public async Task<WaitCheck> CheckWaitsAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var (suspects, looked, next) = await store.ReadAsync(context => WaitChecks.Look(context, after, limit), cancellationToken);
        var repaired = 0;
        foreach (var suspect in suspects)
        {
            repaired += await store.WriteAsync(context => WaitChecks.Repair(context, suspect), cancellationToken) ? 1 : 0;
        }

        return new WaitCheck(looked, repaired, next);
    }

    public Task<SignalResult> SignalAsync(NewSignal signal, CancellationToken cancellationToken) =>
        store.WriteAsync(context => SignalWrites.Send(context, signal), cancellationToken);

    public Task<SignalTaken> TakeSignalAsync(SignalTake take, CancellationToken cancellationToken) =>
        store.WriteAsync(context => SignalWrites.Receive(context, take), cancellationToken);

    public Task<IReadOnlyList<string>> ReadSignalNamesAsync(JobId job, CancellationToken cancellationToken) =>
        store.ReadAsync(context => SignalWrites.ReadNames(context, job), cancellationToken);

    public Task<IReadOnlyList<JobLogLine>> ReadLogAsync(JobLogQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync(context => LogReads.Read(context, query), cancellationToken);

    public long Version(StoreTopic topic) => store.Wakes.Version(topic);

    public Task WaitAsync(StoreTopic topic, long version, TimeSpan atMost, CancellationToken cancellationToken) =>
        store.Wakes.WaitAsync(topic, version, atMost, cancellationToken);

    public void Notify(StoreTopic topic) => store.Wake(1 << (int)topic);

    public void Dispose() => presence.Dispose();

    /// <summary>Ends one attempt.</summary>
    protected virtual Task<bool> SettleAsync(Settlement settlement, CancellationToken cancellationToken) =>
        store.WriteAsync(context => JobSettlements.Settle(context, settlement), cancellationToken);
}
