using System.ComponentModel.DataAnnotations;

namespace Isaa.Jobs.Adding;

/// <summary>How jobs are added and ordered. All processes on one store use the same values.</summary>
public sealed record JobOptions
{
    /// <summary>The longest arguments a job may have, in bytes of UTF-8 JSON. Default 1 MiB.</summary>
    [Range(1, int.MaxValue)]
    public int MaxArgumentsBytes { get; init; } = 1024 * 1024;

    /// <summary>
    /// How much longer a job waits at most than one that is a priority level more urgent: a job of priority 1 runs before any of priority 0 that was added
    /// this much later. Thus nothing starves. Default 10 minutes.
    /// </summary>
    public TimeSpan AgeingStep { get; init; } = TimeSpan.FromMinutes(10);
}
