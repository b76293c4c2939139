namespace Isaa.Jobs;

/// <summary>The job is no longer this worker's: it was rescued, or its worker's lease ended. Nothing was written; the handler must stop.</summary>
public sealed class LeaseLostException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="job">The job that was lost.</param>
    public LeaseLostException(JobId job)
        : base($"The lease of job {job} was lost; another worker goes on with it.") => Job = job;

    /// <summary>The job that was lost.</summary>
    public JobId Job { get; }
}
