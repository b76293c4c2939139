using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Logs;

/// <summary>Which lines of a job's log to read, oldest first.</summary>
public sealed record JobLogQuery
{
    /// <summary>The job.</summary>
    public required JobId Job { get; init; }

    /// <summary>Only lines after this number. Default 0: from the first that is kept.</summary>
    public long After { get; init; }

    /// <summary>Only lines at least this grave. Default: all.</summary>
    public LogLevel Level { get; init; } = LogLevel.Trace;

    /// <summary>At most this many. Default 500.</summary>
    public int Limit { get; init; } = 500;
}
