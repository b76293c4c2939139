namespace Isaa.Jobs.Logs;

/// <summary>The port to what jobs said on their way. Thread safe.</summary>
public interface IJobLogStore
{
    /// <summary>Reads a job's log, oldest first.</summary>
    Task<IReadOnlyList<JobLogLine>> ReadLogAsync(JobLogQuery query, CancellationToken cancellationToken);
}
