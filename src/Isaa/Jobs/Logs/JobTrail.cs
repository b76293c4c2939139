namespace Isaa.Jobs.Logs;

/// <summary>What an attempt leaves on its way: its progress and the lines of its log.</summary>
public sealed record JobTrail
{
    /// <summary>The newest progress; null leaves the old one.</summary>
    public JobProgress? Progress { get; init; }

    /// <summary>Lines to append, in order.</summary>
    public IReadOnlyList<JobLogLine> Lines { get; init; } = [];

    /// <summary>How many of a job's newest lines are kept. Default 1,000.</summary>
    public int Keep { get; init; } = 1000;
}
