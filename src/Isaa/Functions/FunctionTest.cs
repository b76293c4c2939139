using System.Text.Json;

namespace Isaa.Functions;

/// <summary>An example of a call that a function must pass to be stored.</summary>
public sealed record FunctionTest
{
    /// <summary>What it shows; unique within the function.</summary>
    public required string Name { get; init; }

    /// <summary>The input, an object.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>The result it must give, compared as JSON; null when any result will do.</summary>
    public JsonElement? Expected { get; init; }

    /// <summary>How the call must end. Default: completed.</summary>
    public FunctionOutcome Outcome { get; init; } = FunctionOutcome.Completed;

    /// <summary>Who calls, for a function that needs to know. Null for nobody.</summary>
    public FunctionContext? Context { get; init; }
}
