namespace Isaa.Jobs.Limits;

/// <summary>
/// The port to what queues, groups and kinds are told to do. Changes are on disk when a call returns and hold for all claims that begin after it.
/// Thread safe. Errors as those of <see cref="Store.IJobStore"/>.
/// </summary>
public interface IQueueStore
{
    /// <summary>Saves a queue's settings in place of those it had. A limit counts the jobs that run already.</summary>
    Task SaveQueueAsync(QueueSettings settings, CancellationToken cancellationToken);

    /// <summary>Saves a group's settings in place of those it had.</summary>
    Task SaveGroupAsync(GroupSettings settings, CancellationToken cancellationToken);

    /// <summary>Saves a kind's settings in place of those it had.</summary>
    Task SaveKindAsync(KindSettings settings, CancellationToken cancellationToken);

    /// <summary>Pauses or resumes a queue and leaves its other settings alone.</summary>
    Task PauseQueueAsync(string tenant, string queue, bool isPaused, CancellationToken cancellationToken);

    /// <summary>Pauses or resumes a group and leaves its other settings alone.</summary>
    Task PauseGroupAsync(string tenant, string queue, string key, bool isPaused, CancellationToken cancellationToken);

    /// <summary>All queues that have settings or ever had a job, by tenant and name.</summary>
    /// <param name="tenant">Only this tenant's; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<QueueStatus>> ListQueuesAsync(string? tenant, CancellationToken cancellationToken);

    /// <summary>The groups of a queue, by key.</summary>
    /// <param name="tenant">Whose queue.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="after">Only keys after this one; null to begin with the first.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<GroupStatus>> ListGroupsAsync(string tenant, string queue, string? after, int limit, CancellationToken cancellationToken);

    /// <summary>The kinds that have settings, by tenant and name.</summary>
    Task<IReadOnlyList<KindSettings>> ListKindsAsync(CancellationToken cancellationToken);

    /// <summary>How many jobs there are of each tenant, queue, kind and state. Its cost does not depend on how many jobs there are.</summary>
    Task<IReadOnlyList<LaneCount>> CountAsync(CancellationToken cancellationToken);
}
