using System.Data.Common;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Storage.Sqlite.Engine;
using Isaa.Storage.Sqlite.Engine.Locks;
using Isaa.Storage.Sqlite.Jobs.Events;
using Isaa.Storage.Sqlite.Jobs.Workers;

namespace Isaa.Storage.Sqlite.Jobs;

/// <summary>Keeps jobs, steps and events in a SQLite file.</summary>
internal sealed class SqliteJobStore(SqliteStore store) : IJobStore, IDisposable
{
    private readonly LaneTable _lanes = new();
    private readonly WorkerLocks _locks = new(store.Path);

    public async Task<IReadOnlyList<bool>> EnqueueAsync(IReadOnlyList<NewJob> jobs, CancellationToken cancellationToken) =>
        await store.WriteAsync(
            context =>
            {
                var added = JobInserts.Add(context, Lanes(context), jobs, context.Now);
                context.Touch(StoreTopic.Work);
                context.Touch(StoreTopic.Events);
                for (var i = 0; i < jobs.Count; i++)
                {
                    if (jobs[i].RunAt is not null)
                    {
                        context.Touch(StoreTopic.Due);
                        break;
                    }
                }

                return added;
            },
            cancellationToken);

    public IReadOnlyList<bool> Enqueue(DbTransaction transaction, IReadOnlyList<NewJob> jobs) => CallerEnqueue.Add(store, transaction, jobs);

    public Task<IReadOnlyList<ClaimedJob>> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken) => store.WriteAsync(
        context =>
        {
            var claimed = JobClaims.Claim(context, Lanes(context), request);
            if (claimed.Count > 0)
            {
                context.Touch(StoreTopic.Events);
            }

            return claimed;
        },
        cancellationToken);

    public async Task<IReadOnlyList<bool>> SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        if (settlements.Count == 1)
        {
            return [await SettleAsync(settlements[0], cancellationToken)];
        }

        // One write each, so that one whose other changes are refused fails alone; they share a commit all the same.
        return await Task.WhenAll(settlements.Select(s => SettleAsync(s, cancellationToken)));
    }

    public Task<bool> CommitAsync(JobCommit commit, CancellationToken cancellationToken) =>
        store.WriteAsync(context => StepWrites.Commit(context, commit), cancellationToken);

    public Task<IReadOnlyList<StepRecord>> ReadStepsAsync(JobId job, int skip, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobReads.Steps(context, job, skip), cancellationToken);

    public async Task<bool> HeartbeatAsync(WorkerHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var isKnown = _locks.Knows(heartbeat.Worker);
        if (!isKnown)
        {
            StoreFiles.Prepare(store.Path);
            _locks.Take(heartbeat.Worker);
        }

        var holds = await store.WriteAsync(context => WorkerWrites.Beat(context, heartbeat, isKnown), cancellationToken);
        if (!holds)
        {
            _locks.Drop(heartbeat.Worker);
        }

        return holds;
    }

    public async Task RetireAsync(WorkerId worker, CancellationToken cancellationToken)
    {
        await store.WriteAsync(context => WorkerWrites.Retire(context, worker), cancellationToken);
        _locks.Drop(worker);
    }

    public async Task<RescueResult> RescueAsync(int stallLimit, CancellationToken cancellationToken)
    {
        var workers = await store.ReadAsync(WorkerReads.Alive, cancellationToken);
        var gone = workers.Where(_locks.IsGone).ToList();
        var result = await store.WriteAsync(context => WorkerWrites.TakeBack(context, gone, stallLimit), cancellationToken);
        gone.ForEach(_locks.Remove);
        return result;
    }

    public async Task<PromoteResult> PromoteDueAsync(CancellationToken cancellationToken)
    {
        var promoted = 0;
        while (true)
        {
            var result = await store.WriteAsync(JobMoves.Promote, cancellationToken);
            promoted += result.Promoted;
            if (result.Promoted < JobMoves.PromotedAtOnce)
            {
                return new PromoteResult(promoted, result.NextDue);
            }
        }
    }

    public async Task<IReadOnlyList<JobState?>> CancelAsync(IReadOnlyList<JobId> jobs, string reason, CancellationToken cancellationToken) =>
        await store.WriteAsync(context => jobs.Select(job => JobMoves.Cancel(context, job, reason)).ToList(), cancellationToken);

    public async Task<IReadOnlyList<JobState?>> RetryAsync(IReadOnlyList<JobId> jobs, CancellationToken cancellationToken) =>
        await store.WriteAsync(context => jobs.Select(job => JobMoves.Retry(context, job)).ToList(), cancellationToken);

    public Task<IReadOnlyList<CancelRequest>> ReadCancelRequestsAsync(WorkerId worker, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobReads.Cancels(context, worker), cancellationToken);

    public Task<JobDetail?> FindAsync(JobId job, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobReads.Find(context, job), cancellationToken);

    public Task<IReadOnlyList<Job>> ListAsync(JobQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobReads.List(context, query), cancellationToken);

    public Task<IReadOnlyDictionary<JobState, long>> CountAsync(string? queue, CancellationToken cancellationToken) =>
        store.ReadAsync(context => JobReads.CountByState(context, queue), cancellationToken);

    public Task<IReadOnlyList<JobEvent>> ReadEventsAsync(EventQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync(context => EventReads.Read(context, query), cancellationToken);

    public Task<EventCursor> ReadLastCursorAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(EventReads.Last, cancellationToken);

    public long Version(StoreTopic topic) => store.Wakes.Version(topic);

    public Task WaitAsync(StoreTopic topic, long version, TimeSpan atMost, CancellationToken cancellationToken) =>
        store.Wakes.WaitAsync(topic, version, atMost, cancellationToken);

    public void Notify(StoreTopic topic) => store.Wake(1 << (int)topic);

    public void Dispose() => _locks.Dispose();

    private Task<bool> SettleAsync(Settlement settlement, CancellationToken cancellationToken) =>
        store.WriteAsync(context => JobSettlements.Settle(context, settlement), cancellationToken);

    private LaneTable Lanes(SqliteWriteContext context)
    {
        _lanes.Follow(context);
        return _lanes;
    }
}
