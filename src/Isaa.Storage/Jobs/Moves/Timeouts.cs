using Isaa.Jobs;
using Isaa.Storage.Jobs.Events;

namespace Isaa.Storage.Jobs.Moves;

/// <summary>How jobs end whose time ran out.</summary>
internal static class Timeouts
{
    /// <summary>It was not started in time.</summary>
    public static JobError Queue { get; } = new()
    {
        Code = "queue_expired",
        Message = "The job was not started before its time in the queue was over. Look whether workers for it run, then retry it or add it with more time.",
    };

    /// <summary>It did not end in time.</summary>
    public static JobError Total { get; } = new()
    {
        Code = "job_timeout",
        Message = "The job had not ended when its total time was over, all attempts and waits included. Retry it, or add it with more time.",
    };

    /// <summary>The end.</summary>
    public static JobMove Move(JobError error) => new(JobState.Failed, EventTypes.TimedOut)
    {
        Body = JobJson.Body(new ErrorBody(error), JobJson.Default.ErrorBody),
        Error = error,
    };
}
