namespace Isaa.Protocol.Agents.Plans;

/// <summary>What was set as a criterion before the work, and what came of checking it.</summary>
public sealed record CriterionCheck
{
    /// <summary>The criterion.</summary>
    public required string Criterion { get; init; }

    /// <summary>Whether it is met; null while it was not checked.</summary>
    public bool? Passed { get; init; }

    /// <summary>What shows it; null while it was not checked.</summary>
    public string? Evidence { get; init; }
}
