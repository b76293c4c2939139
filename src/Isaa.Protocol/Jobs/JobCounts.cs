namespace Isaa.Protocol.Jobs;

/// <summary>How many jobs there are.</summary>
public sealed record JobCounts
{
    /// <summary>Jobs by state; states without jobs are left out.</summary>
    public required IReadOnlyDictionary<string, long> States { get; init; }
}
