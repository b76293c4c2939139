namespace Isaa.Jobs.Store;

/// <summary>Which jobs to list, newest first.</summary>
public sealed record JobQuery
{
    /// <summary>Only these states; empty for all.</summary>
    public IReadOnlyList<JobState> States { get; init; } = [];

    /// <summary>Only this kind; null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>Only this queue; null for all.</summary>
    public string? Queue { get; init; }

    /// <summary>Only this tenant; null for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only jobs added before this one; null to start with the newest. Pass the last id of a page to read on.</summary>
    public JobId? Before { get; init; }

    /// <summary>At most this many. Default 50.</summary>
    public int Limit { get; init; } = 50;
}
