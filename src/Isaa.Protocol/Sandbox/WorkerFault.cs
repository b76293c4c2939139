namespace Isaa.Protocol.Sandbox;

/// <summary>An error with its place in the function's code.</summary>
public sealed record WorkerFault
{
    /// <summary>What kind, for example <c>ValueError</c> or <c>import_not_allowed</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What is wrong.</summary>
    public required string Message { get; init; }

    /// <summary>The line, from 1; null for none.</summary>
    public int? Line { get; init; }

    /// <summary>The column, from 1; null for none.</summary>
    public int? Column { get; init; }

    /// <summary>The calls of the function's own code that led there; empty for none.</summary>
    public string Trace { get; init; } = "";
}
