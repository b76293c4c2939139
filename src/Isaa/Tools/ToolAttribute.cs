using Isaa.Jobs.Steps;

namespace Isaa.Tools;

/// <summary>Makes a public method a tool; its parameters and their <c>[Description]</c>s become the schema.</summary>
/// <param name="name">The name a model calls it by.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolAttribute(string name) : Attribute
{
    /// <summary>The name a model calls it by.</summary>
    public string Name { get; } = name;

    /// <summary>Other names a model may use.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>What it is for, in words by which a model finds and loads tools; one in <c>core</c> is always shown.</summary>
    public string[] Categories { get; init; } = [];

    /// <summary>What may happen to a call whose outcome is unknown after a crash. Default: reported, never repeated.</summary>
    public StepKind Kind { get; init; } = StepKind.OnceOnly;

    /// <summary>What harm a call can do. Default: the highest short of reaching others.</summary>
    public ToolRisk Risk { get; init; } = ToolRisk.Execute;

    /// <summary>How many seconds one call may take; 0 for the run's own limit only.</summary>
    public int TimeoutSeconds { get; init; }
}
