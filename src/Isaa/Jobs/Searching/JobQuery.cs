namespace Isaa.Jobs.Searching;

/// <summary>A page of the list of jobs, newest first.</summary>
public sealed record JobQuery
{
    /// <summary>Which jobs. Default: all.</summary>
    public JobFilter Filter { get; init; } = new();

    /// <summary>Where the page before ended; null to begin with the newest.</summary>
    public JobPlace? After { get; init; }

    /// <summary>At most this many. Default 50.</summary>
    public int Limit { get; init; } = 50;
}
