using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Logs;

/// <summary>What is kept of what handlers log and report.</summary>
public sealed record JobLogOptions
{
    /// <summary>Lines below this level are not kept with the job. Default <see cref="LogLevel.Information"/>; <see cref="LogLevel.None"/> keeps none.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>How many of a job's newest lines are kept. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int Keep { get; init; } = 1000;

    /// <summary>
    /// Lines and progress of a running job are written at most once in this time, and when the attempt ends. Default 500 milliseconds. A process that is
    /// killed loses what it had not written.
    /// </summary>
    public TimeSpan WriteInterval { get; init; } = TimeSpan.FromMilliseconds(500);
}
