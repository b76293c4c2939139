using Isaa.Jobs;

namespace Isaa.Storage.Jobs.Workers;

/// <summary>How a store sees, faster than by a lease, that a worker's process is gone. Thread safe.</summary>
internal interface IWorkerPresence : IDisposable
{
    /// <summary>
    /// False for a while after the database was away: no worker could show that it lives, so a lease that ended proves nothing.
    /// </summary>
    bool CanJudge { get; }

    /// <summary>Whether this process registered the worker.</summary>
    bool Knows(WorkerId worker);

    /// <summary>Shows that the worker's process lives, from before it is registered.</summary>
    void Take(WorkerId worker);

    /// <summary>Ends what <see cref="Take"/> began.</summary>
    void Drop(WorkerId worker);

    /// <summary>Whether the worker's process is known to be gone.</summary>
    bool IsGone(Guid worker);

    /// <summary>Forgets a worker that is gone.</summary>
    void Remove(Guid worker);
}
