namespace Isaa.Functions.Checks;

/// <summary>One thing that is wrong with a definition.</summary>
public sealed record FunctionFinding
{
    /// <summary>Stable, for example <c>syntax</c>, <c>import_not_allowed</c>, <c>schema_invalid</c> or a number of the compiler.</summary>
    public required string Code { get; init; }

    /// <summary>The field of the definition, for example <c>code</c> or <c>inputSchema</c>.</summary>
    public required string Field { get; init; }

    /// <summary>What is wrong, and what would be right.</summary>
    public required string Message { get; init; }

    /// <summary>The line of the code, from 1; null where a finding has none.</summary>
    public int? Line { get; init; }

    /// <summary>The column in that line, from 1; null when not known.</summary>
    public int? Column { get; init; }
}
