namespace Isaa.Protocol.Functions.Calls;

/// <summary>Why a call gave no result. Its text may be the function's own and is not to be trusted.</summary>
public sealed record FunctionFault
{
    /// <summary>What kind of error, for example <c>ValueError</c>, or the outcome's name.</summary>
    public required string Kind { get; init; }

    /// <summary>What was wrong.</summary>
    public required string Message { get; init; }

    /// <summary>The line of the function's code, from 1; null when there is none.</summary>
    public int? Line { get; init; }

    /// <summary>The column in that line, from 1; null when not known.</summary>
    public int? Column { get; init; }

    /// <summary>The calls that led there; empty when there are none.</summary>
    public required string Trace { get; init; }
}
