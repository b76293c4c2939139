using Isaa.Jobs.Retrying;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Working.Ending;

/// <summary>Says whether and when a failed attempt is followed by another.</summary>
internal static partial class RetryPlanner
{
    /// <returns>The pause before the next attempt; null when the failure is final.</returns>
    public static TimeSpan? Plan(WorkerPorts ports, Job job, JobError error, Exception? exception)
    {
        if (job.Retry.For(error.Code, exception) is not { } policy)
        {
            return null;
        }

        var charged = job.Charged + 1;
        var pause = policy.DelayAfter(charged, Random.Shared.NextDouble());
        if (pause is null || policy.Custom is not { } name)
        {
            return pause;
        }

        if (ports.Kinds.FindDelay(name) is not { } custom)
        {
            LogUnknown(ports.Logger, job.Id, name);
            return pause;
        }

        return Ask(ports, custom, job, error, charged, pause.Value);
    }

    private static TimeSpan? Ask(WorkerPorts ports, IRetryDelay custom, Job job, JobError error, int charged, TimeSpan plain)
    {
        try
        {
            var pause = custom.After(job, error, charged);
            return pause < TimeSpan.Zero ? TimeSpan.Zero : pause;
        }
        catch (Exception e)
        {
            // The program's own code broke; the attempt still has to be settled.
            LogBroke(ports.Logger, job.Id, custom.Name, e);
            return plain;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The retry policy of job {Job} names '{Delay}', which is not registered here; its plain pauses are used.")]
    private static partial void LogUnknown(ILogger logger, JobId job, string delay);

    [LoggerMessage(Level = LogLevel.Error, Message = "Retry delay '{Delay}' broke for job {Job}; the policy's plain pause is used.")]
    private static partial void LogBroke(ILogger logger, JobId job, string delay, Exception exception);
}
