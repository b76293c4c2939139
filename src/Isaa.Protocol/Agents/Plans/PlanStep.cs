namespace Isaa.Protocol.Agents.Plans;

/// <summary>A step of a run's plan.</summary>
public sealed record PlanStep
{
    /// <summary>What is to be done.</summary>
    public required string Title { get; init; }

    /// <summary>By what its success is seen; null when none was set.</summary>
    public string? Criterion { get; init; }

    /// <summary>Where it stands. Default: open.</summary>
    public PlanStepState State { get; init; }

    /// <summary>What shows that it is done, or why it is not; null while it is open.</summary>
    public string? Evidence { get; init; }
}
