using System.Collections.Concurrent;
using Isaa.Jobs;
using Isaa.Storage.Jobs.Workers;

namespace Isaa.Storage.Postgres.Jobs;

/// <summary>Workers are on any machine: only a lease that ended shows that one is gone.</summary>
/// <param name="store">Knows when the server was away.</param>
internal sealed class LeasesOnly(PostgresStore store) : IWorkerPresence
{
    // A worker whose sign of life failed tries again every second.
    private static readonly TimeSpan TimeToShowLife = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<WorkerId, bool> _registered = new();

    public bool CanJudge => !store.WasAwayWithin(TimeToShowLife);

    public bool Knows(WorkerId worker) => _registered.ContainsKey(worker);

    public void Take(WorkerId worker) => _registered[worker] = true;

    public void Drop(WorkerId worker) => _registered.TryRemove(worker, out _);

    public bool IsGone(Guid worker) => false;

    public void Remove(Guid worker)
    {
    }

    public void Dispose()
    {
    }
}
