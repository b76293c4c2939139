namespace Isaa.Jobs.Retrying;

/// <summary>A way of the program's own to choose pauses between attempts; a policy names it. One instance serves all jobs and must be thread safe.</summary>
public interface IRetryDelay
{
    /// <summary>The name under which policies refer to it. Stored with each job: never rename it.</summary>
    string Name { get; }

    /// <summary>The pause after a failure.</summary>
    /// <param name="job">The job as it was claimed.</param>
    /// <param name="error">Why the attempt failed.</param>
    /// <param name="charged">Failures charged so far, this one included; at least 1.</param>
    /// <returns>The pause; null when the failure is final.</returns>
    TimeSpan? After(Job job, JobError error, int charged);
}
