namespace Isaa.Jobs.Searching;

/// <summary>The port to finding jobs. Thread safe. Errors as those of <see cref="Store.IJobStore"/>.</summary>
public interface ISearchStore
{
    /// <summary>A page of the jobs that a filter means. Text is looked for as far as it is indexed.</summary>
    Task<JobPage> ListAsync(JobQuery query, CancellationToken cancellationToken);

    /// <summary>The place of a job in the list; null when there is no such job.</summary>
    Task<JobPlace?> FindPlaceAsync(JobId job, CancellationToken cancellationToken);

    /// <summary>
    /// Counts the jobs that a filter means, by state. Queue, kind, tenant and states alone are read from counters, at a cost that does not depend on
    /// how many jobs there are; anything else is looked at like a list.
    /// </summary>
    /// <param name="filter">Which jobs.</param>
    /// <param name="after">Where the count before ended; null to begin with the newest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<JobTally> CountAsync(JobFilter filter, JobPlace? after, CancellationToken cancellationToken);

    /// <summary>Takes jobs into the full-text index that were added, or ended, since the last time; repeating it does no harm.</summary>
    /// <param name="limit">At most this many.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>How many were taken in; less than the limit when the index is up to date.</returns>
    Task<int> IndexAsync(int limit, CancellationToken cancellationToken);
}
