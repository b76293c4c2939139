namespace Isaa.Protocol.Usage;

/// <summary>Which model calls to sum up, and by what.</summary>
public sealed record UsageFilter
{
    /// <summary><c>day</c>, <c>agent</c>, <c>session</c>, <c>run</c>, <c>model</c>, or <c>call</c> for each call of one run. Default <c>day</c>.</summary>
    public string By { get; init; } = "day";

    /// <summary>Whose calls; null for <c>default</c>.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only of this agent; null for all.</summary>
    public string? Agent { get; init; }

    /// <summary>Only in this session; null for all.</summary>
    public string? Session { get; init; }

    /// <summary>Only of the run with this whole id; null for all.</summary>
    public string? Run { get; init; }

    /// <summary>Only to this model, as <c>provider/model</c>; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>Only on this day or later, in UTC; null for all.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Only on this day or earlier, in UTC; null for all.</summary>
    public DateOnly? Through { get; init; }

    /// <summary>At most this many rows, 1 to 10,000. Default 1000.</summary>
    public int Limit { get; init; } = 1000;
}
