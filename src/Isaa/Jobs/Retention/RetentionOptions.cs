namespace Isaa.Jobs.Retention;

/// <summary>How long ended jobs and events are kept where a queue has no rule of its own; null is for ever. All processes on one store use the same values.</summary>
public sealed record RetentionOptions
{
    /// <summary>Jobs that ended well. Default 30 days.</summary>
    public TimeSpan? Completed { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Jobs that were cancelled. Default 30 days.</summary>
    public TimeSpan? Cancelled { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Jobs that failed. Default 90 days.</summary>
    public TimeSpan? Failed { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Jobs whose workers were lost too often. Default 90 days.</summary>
    public TimeSpan? Dead { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// Events older than this leave the log, whatever becomes of their jobs; a reader that has not come so far is told (<c>cursor_expired</c>). Null
    /// keeps a job's events as long as the job. Default 90 days.
    /// </summary>
    public TimeSpan? Events { get; init; } = TimeSpan.FromDays(90);

    /// <summary>How often is looked for what may go. Default 10 minutes.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The default for an ended state.</summary>
    /// <param name="state">Completed, failed, cancelled or dead.</param>
    public TimeSpan? For(JobState state) => state switch
    {
        JobState.Completed => Completed,
        JobState.Cancelled => Cancelled,
        JobState.Failed => Failed,
        JobState.Dead => Dead,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Only ended jobs are deleted by time."),
    };
}
