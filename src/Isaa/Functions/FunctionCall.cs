using System.Text.Json;

namespace Isaa.Functions;

/// <summary>One call of a function.</summary>
public sealed record FunctionCall
{
    /// <summary>What to run.</summary>
    public required FunctionDefinition Definition { get; init; }

    /// <summary>The input, an object.</summary>
    public required JsonElement Input { get; init; }

    /// <summary>Who calls; used only by a function that needs it. Null for nobody.</summary>
    public FunctionContext? Context { get; init; }
}
