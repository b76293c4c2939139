using Isaa.Jobs.Steps;
using Isaa.Tools.Calling;
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

    /// <summary>The names of the tools it is a narrower form of or works through; rules about those hold for it too. Empty for a tool of its own. Default: none.</summary>
    public IReadOnlyList<string> OriginalNames { get; init; } = [];

    /// <summary>What it is for, in words by which a model finds and loads tools: <c>files</c>, <c>code</c>. A tool in <c>core</c> is always shown. Default: none.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>What a result must be; one that is not is a failed call. Null for anything.</summary>
    public ResultContract? Result { get; init; }

    /// <summary>How long one call may take; null for the run's own limit only.</summary>
    public TimeSpan? Timeout { get; init; }
}
