using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Logs;

/// <summary>One line of a job's log.</summary>
public sealed record JobLogLine
{
    /// <summary>Its place in the job's log, from 1; 0 while it is not kept yet.</summary>
    public long Number { get; init; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How grave it is.</summary>
    public required LogLevel Level { get; init; }

    /// <summary>What wrote it: the logger's category.</summary>
    public required string Category { get; init; }

    /// <summary>The text, an exception's own text included.</summary>
    public required string Text { get; init; }
}
