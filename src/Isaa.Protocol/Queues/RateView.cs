namespace Isaa.Protocol.Queues;

/// <summary>How many jobs may start in a time.</summary>
public sealed record RateView
{
    /// <summary>How many start in each <see cref="Seconds"/>; at least 1.</summary>
    public required int Jobs { get; init; }

    /// <summary>The time in seconds, above 0.</summary>
    public required double Seconds { get; init; }

    /// <summary>How many may start at once after a quiet time; null for as many as <see cref="Jobs"/>.</summary>
    public int? Burst { get; init; }
}
