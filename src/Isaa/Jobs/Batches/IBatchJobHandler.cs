namespace Isaa.Jobs.Batches;

/// <summary>
/// Does the work of one job kind for many jobs in one call, for example to write many rows at once. One instance serves all and must be thread safe.
/// </summary>
/// <typeparam name="TArguments">The kind's arguments; must survive JSON.</typeparam>
public interface IBatchJobHandler<TArguments>
{
    /// <summary>
    /// Runs one attempt of each job. Each keeps its own lease, steps, retries and outcome. An exception is a failed attempt of all of them.
    /// </summary>
    /// <param name="items">The jobs, at least one.</param>
    /// <param name="cancellationToken">Ends when none of the jobs is to go on; each job's own token says whether that one is.</param>
    /// <returns>One outcome for each job, in order.</returns>
    Task<IReadOnlyList<JobOutcome>> RunAsync(IReadOnlyList<BatchItem<TArguments>> items, CancellationToken cancellationToken);
}
