using Isaa.Jobs;

namespace Isaa.Agents.Usage;

/// <summary>Which calls to count. What is null is not asked for.</summary>
public sealed record UsageQuery
{
    /// <summary>Whose calls.</summary>
    public required string Tenant { get; init; }

    /// <summary>Of this agent.</summary>
    public string? Agent { get; init; }

    /// <summary>In this session.</summary>
    public string? Session { get; init; }

    /// <summary>In this run.</summary>
    public JobId? Run { get; init; }

    /// <summary>To this model.</summary>
    public string? Model { get; init; }

    /// <summary>On this day or later, in UTC.</summary>
    public DateOnly? From { get; init; }

    /// <summary>On this day or earlier, in UTC.</summary>
    public DateOnly? Through { get; init; }

    /// <summary>The most sums to return, 1 to 10,000. Default 1000.</summary>
    public int Limit { get; init; } = 1000;
}
