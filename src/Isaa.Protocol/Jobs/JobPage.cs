namespace Isaa.Protocol.Jobs;

/// <summary>
/// A page of jobs, newest first. It may hold fewer than asked for, or none, and still not be the last: where a filter needs each job looked at, a page is cut
/// after 100,000.
/// </summary>
public sealed record JobPage
{
    /// <summary>The jobs.</summary>
    public required IReadOnlyList<JobView> Jobs { get; init; }

    /// <summary>Pass as <c>before</c> to read on; null on the last page.</summary>
    public string? Next { get; init; }
}
