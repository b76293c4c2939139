namespace Isaa.Jobs.Changes;

/// <summary>The port to changing many jobs at once. Thread safe. Errors as those of <see cref="Store.IJobStore"/>.</summary>
public interface IChangeStore
{
    /// <summary>Changes jobs in one transaction, each if it is in one of the states at that moment.</summary>
    /// <param name="changes">The jobs, each with its change.</param>
    /// <param name="states">In others a job stays as it is.</param>
    /// <param name="cancellationToken">Cancels the call; the jobs may still be changed.</param>
    /// <returns>How many were changed.</returns>
    Task<int> ChangeAsync(IReadOnlyList<(JobId Job, JobChange Change)> changes, IReadOnlyList<JobState> states, CancellationToken cancellationToken);
}
