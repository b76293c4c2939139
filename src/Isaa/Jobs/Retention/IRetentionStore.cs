using Isaa.Jobs.Duties;

namespace Isaa.Jobs.Retention;

/// <summary>The port to what is kept and deleted. Thread safe. Errors as those of <see cref="Store.IJobStore"/>, and <c>duty_lost</c>.</summary>
public interface IRetentionStore
{
    /// <summary>The queues' own rules, by tenant, queue and state.</summary>
    Task<IReadOnlyList<RetentionRule>> ListRulesAsync(CancellationToken cancellationToken);

    /// <summary>Saves a rule in place of the one that its queue had for the state.</summary>
    Task SaveRuleAsync(RetentionRule rule, CancellationToken cancellationToken);

    /// <summary>Removes a rule, so that the default counts.</summary>
    /// <returns>False when there was none.</returns>
    Task<bool> RemoveRuleAsync(string tenant, string queue, JobState state, CancellationToken cancellationToken);

    /// <summary>Ended jobs in the order of their ending.</summary>
    /// <param name="after">The last of the part before; null to begin with the oldest.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<EndedJob>> ReadEndedAsync(EndedJob? after, int limit, CancellationToken cancellationToken);

    /// <summary>Adds up the ended jobs of a queue. Its cost grows with their number.</summary>
    Task<EndedSum> SumEndedAsync(string tenant, string queue, JobState state, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes jobs with all that is theirs: arguments, results, steps, logs, events, words. One that was retried meanwhile, or whose parent or dependant has
    /// not ended and may still read its result, stays.
    /// </summary>
    /// <returns>How many were deleted.</returns>
    Task<int> DeleteEndedAsync(Duty duty, IReadOnlyList<EndedJob> jobs, CancellationToken cancellationToken);

    /// <summary>Removes the oldest events of the log, and remembers how far, so that readers that are behind are told.</summary>
    /// <param name="duty">The right to do it.</param>
    /// <param name="before">Only events older than this.</param>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were removed.</returns>
    Task<int> TrimEventsAsync(Duty duty, DateTimeOffset before, int limit, CancellationToken cancellationToken);
}
