namespace Isaa.Protocol.Agents.Plans;

/// <summary>What a run has set out to do, how far it is, and whether its work was found good.</summary>
public sealed record RunPlan
{
    /// <summary>The goal in one sentence.</summary>
    public required string Goal { get; init; }

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<PlanStep> Steps { get; init; } = [];

    /// <summary>The criteria by which the whole is judged, set before the work began.</summary>
    public IReadOnlyList<CriterionCheck> Criteria { get; init; } = [];

    /// <summary>What checking the criteria came to.</summary>
    public ValidationState Validation { get; init; }

    /// <summary>How often the plan was made: 1 for the first.</summary>
    public int Edition { get; init; } = 1;
}
