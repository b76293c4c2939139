namespace Isaa.Protocol.Jobs;

/// <summary>A page of jobs, newest first.</summary>
public sealed record JobPage
{
    /// <summary>The jobs.</summary>
    public required IReadOnlyList<JobView> Jobs { get; init; }

    /// <summary>Pass as <c>before</c> to read on; null on the last page.</summary>
    public string? Next { get; init; }
}
