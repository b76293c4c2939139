using Isaa.Jobs.Steps;
using Microsoft.Extensions.AI;

namespace Isaa.Tools;

/// <summary>Something a model may call.</summary>
public sealed record Tool
{
    /// <summary>Name, description, parameter schema and the call itself.</summary>
    public required AIFunction Function { get; init; }

    /// <summary>What may happen to a call whose outcome is unknown after a crash. Default: it is reported as unknown, never repeated.</summary>
    public StepKind Kind { get; init; } = StepKind.OnceOnly;

    /// <summary>What harm a call can do. Default: the highest.</summary>
    public ToolRisk Risk { get; init; } = ToolRisk.Execute;

    /// <summary>Other names a model may use for it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>How long one call may take; null for the run's own limit only.</summary>
    public TimeSpan? Timeout { get; init; }
}
