using System.ComponentModel.DataAnnotations;

namespace Isaa.Jobs.Batches;

/// <summary>How a worker puts jobs of a kind together.</summary>
public sealed record BatchOptions
{
    /// <summary>At most this many jobs in one call. Default 100.</summary>
    [Range(1, 10_000)]
    public int Size { get; init; } = 100;

    /// <summary>With this many a call starts at once; with fewer it waits for more. Default 1: it never waits.</summary>
    [Range(1, 10_000)]
    public int MinSize { get; init; } = 1;

    /// <summary>
    /// How long the first job of a batch waits at most for others; a job's attempt, and so its time limit, begins with the waiting. Default 1 second.
    /// </summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(1);
}
