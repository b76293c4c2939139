namespace Isaa.Agents.Settings;

/// <summary>How an agent thinks its way through a task.</summary>
public sealed record AgentReasoning
{
    /// <summary>Whether it plans. Default: the model decides.</summary>
    public ReasoningMode Mode { get; init; } = ReasoningMode.Auto;

    /// <summary>How thoroughly it checks its work before the end. Default: basic.</summary>
    public ValidationLevel Validation { get; init; } = ValidationLevel.Basic;

    /// <summary>The most steps an outline may have, 1 to 50. Default 7.</summary>
    public int MaxSteps { get; init; } = 7;

    /// <summary>How often a plan may be made anew after a failure, 0 to 20. Default 3.</summary>
    public int MaxReplans { get; init; } = 3;

    /// <summary>How often a run that goes round in circles is helped before it ends with what it has, 0 to 20. Default 8.</summary>
    public int MaxRecoveries { get; init; } = 8;

    /// <summary>How often an answer that fails its own criteria is sent back, 0 to 10. Default 2.</summary>
    public int MaxRevisions { get; init; } = 2;
}
