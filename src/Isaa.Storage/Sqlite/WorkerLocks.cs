using System.Collections.Concurrent;
using Isaa.Jobs;
using Isaa.Storage.Jobs.Workers;
using Isaa.Storage.Sqlite.Engine.Locks;

namespace Isaa.Storage.Sqlite;

/// <summary>
/// A lock file for each worker of this process. The system drops the lock with the process, so that the others need not wait for its lease.
/// </summary>
internal sealed class WorkerLocks(string storePath) : IWorkerPresence
{
    private readonly string _folder = storePath + ".workers";
    private readonly ConcurrentDictionary<WorkerId, FileLock?> _held = new();

    public bool CanJudge => true;

    public bool Knows(WorkerId worker) => _held.ContainsKey(worker);

    public void Take(WorkerId worker)
    {
        if (OperatingSystem.IsWindows() || _held.ContainsKey(worker))
        {
            return;
        }

        StoreFiles.Prepare(storePath);
        StoreFiles.MakeFolder(_folder);
        var file = FileLock.Open(PathOf(worker.Value));
        if (!file.TryLock() || !_held.TryAdd(worker, file))
        {
            file.Dispose();
        }
    }

    public void Drop(WorkerId worker)
    {
        if (_held.TryRemove(worker, out var file) && file is not null)
        {
            Remove(worker.Value);
            file.Dispose();
        }
    }

    public bool IsGone(Guid worker)
    {
        if (OperatingSystem.IsWindows() || _held.ContainsKey(new WorkerId(worker)))
        {
            return false;
        }

        using var file = FileLock.Find(PathOf(worker));
        return file is not null && file.TryLock();
    }

    public void Remove(Guid worker)
    {
        try
        {
            File.Delete(PathOf(worker));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else removed it or will.
        }
    }

    public void Dispose()
    {
        foreach (var worker in _held.Keys)
        {
            // The file stays: a lock that can be had tells others that this worker is gone.
            if (_held.TryRemove(worker, out var file))
            {
                file?.Dispose();
            }
        }
    }

    private string PathOf(Guid worker) => Path.Combine(_folder, worker.ToString("N") + ".lock");
}
