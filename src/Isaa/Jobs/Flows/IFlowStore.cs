namespace Isaa.Jobs.Flows;

/// <summary>The port to what jobs wait for. Thread safe.</summary>
public interface IFlowStore
{
    /// <summary>What a job waits for or waited for, in the order in which it was added.</summary>
    /// <param name="job">The waiting job.</param>
    /// <param name="childrenOnly">Whether to leave out what is no child.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<DependencyState>> ReadDependenciesAsync(JobId job, bool childrenOnly, CancellationToken cancellationToken);

    /// <summary>
    /// Looks at some of the waiting jobs and lets those go on whose dependencies have ended, whose count of open ones is wrong, or whose signal is there.
    /// In a sound store it finds none.
    /// </summary>
    /// <param name="after">Where the last look ended; 0 to begin.</param>
    /// <param name="limit">At most this many jobs.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<WaitCheck> CheckWaitsAsync(long after, int limit, CancellationToken cancellationToken);
}
