namespace Isaa.Functions;

/// <summary>Why a call gave no result. Free of control characters; the text of a failed function is the function's own and not to be trusted.</summary>
public sealed record FunctionError
{
    /// <summary>What kind of error, for example <c>ValueError</c> or <c>CS0103</c>; for all but the code's own errors the outcome's name.</summary>
    public required string Kind { get; init; }

    /// <summary>What was wrong, and what would be right.</summary>
    public required string Message { get; init; }

    /// <summary>The line of the function's code, from 1; null when the error has no place in it.</summary>
    public int? Line { get; init; }

    /// <summary>The column in that line, from 1; null when not known.</summary>
    public int? Column { get; init; }

    /// <summary>The calls that led there, those of the function's own code; empty when there is none.</summary>
    public string Trace { get; init; } = "";
}
