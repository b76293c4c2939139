namespace Isaa.Jobs.Events;

/// <summary>Which events to read, oldest first.</summary>
public sealed record EventQuery
{
    /// <summary>Only events after this place. Default: from the first.</summary>
    public EventCursor After { get; init; }

    /// <summary>Only this job's events; null for all.</summary>
    public JobId? Job { get; init; }

    /// <summary>Only jobs of this tenant; null for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>At most this many. Default 500.</summary>
    public int Limit { get; init; } = 500;
}
