namespace Isaa.Protocol.Jobs;

/// <summary>Which jobs to list.</summary>
public sealed record JobFilter
{
    /// <summary>Only these states; empty for all.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Only this kind; null for all.</summary>
    public string? Kind { get; init; }

    /// <summary>Only this queue; null for all.</summary>
    public string? Queue { get; init; }

    /// <summary>Only jobs whose id begins or ends with this; null for all.</summary>
    public string? Id { get; init; }

    /// <summary>Only jobs added before this one; null to begin with the newest.</summary>
    public string? Before { get; init; }

    /// <summary>At most this many, 1 to 500. Default 50.</summary>
    public int Limit { get; init; } = 50;
}
