namespace Isaa.Jobs;

/// <summary>Does the work of one job kind. One instance serves all jobs of its kind at once and must be thread safe.</summary>
/// <typeparam name="TArguments">The kind's arguments; must survive JSON.</typeparam>
public interface IJobHandler<in TArguments>
{
    /// <summary>
    /// Runs one attempt. An exception is a failed attempt: it is retried by the job's policy, an <see cref="Isaa.Diagnostics.IsaaException"/> with its code and message,
    /// any other as <c>internal_error</c>.
    /// </summary>
    /// <param name="arguments">The job's arguments.</param>
    /// <param name="context">The job, its steps and its events.</param>
    /// <param name="cancellationToken">Ends when the job is cancelled, times out, its lease is lost or the worker stops.</param>
    Task<JobOutcome> RunAsync(TArguments arguments, JobContext context, CancellationToken cancellationToken);
}
