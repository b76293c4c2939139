namespace Isaa.Jobs.Waits;

/// <summary>
/// The job has to wait for a signal or for children. A handler lets it pass: the attempt ends, the worker's slot is free, and the handler is called again
/// when what it waits for has come; its finished steps are kept and nothing is charged.
/// </summary>
public sealed class JobSuspendedException : Exception
{
    /// <summary>Creates the notice.</summary>
    /// <param name="job">The job that waits.</param>
    /// <param name="reason">What it waits for.</param>
    public JobSuspendedException(JobId job, string reason)
        : base($"Job {job} waits for {reason}. A handler lets this pass; it is called again when that has come.") => Job = job;

    /// <summary>The job that waits.</summary>
    public JobId Job { get; }
}
