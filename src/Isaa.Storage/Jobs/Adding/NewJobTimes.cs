using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Adding;

/// <summary>In which state a new job begins, and its times in Unix milliseconds.</summary>
/// <param name="State">The state.</param>
/// <param name="RunAt">Before this it does not start.</param>
/// <param name="Since">Since when it waits for a worker.</param>
internal readonly record struct NewJobTimes(JobState State, long RunAt, long Since)
{
    /// <summary>How long an attempt may run, in milliseconds; null for no limit.</summary>
    public long? Timeout { get; init; }

    /// <summary>After this it is not started any more; null for never.</summary>
    public long? ExpiresAt { get; init; }

    /// <summary>When it must have ended; null for never.</summary>
    public long? DeadlineAt { get; init; }

    public static NewJobTimes Of(SqlWriteContext context, NewJob job, bool waits)
    {
        var now = context.Now;
        var runAt = job.RunAt is { } at ? JobRow.NotBefore(at) : now;
        var since = Math.Max(now, runAt);
        return new NewJobTimes(waits ? JobState.Waiting : runAt > now ? JobState.Delayed : JobState.Ready, runAt, since)
        {
            Timeout = Milliseconds(job.AttemptTimeout),
            ExpiresAt = since + Milliseconds(job.ExpireAfter),
            DeadlineAt = now + Milliseconds(job.TotalTimeout),
        };
    }

    private static long? Milliseconds(TimeSpan? time) => time is { } span ? (long)Math.Ceiling(span.TotalMilliseconds) : null;
}
