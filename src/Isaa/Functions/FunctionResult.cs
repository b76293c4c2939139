using System.Text.Json;

namespace Isaa.Functions;

/// <summary>What came of a call.</summary>
public sealed record FunctionResult
{
    /// <summary>How it ended.</summary>
    public required FunctionOutcome Outcome { get; init; }

    /// <summary>The result; null unless completed.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Why there is no result; null when completed.</summary>
    public FunctionError? Error { get; init; }

    /// <summary>What the code printed, to both streams; control characters are written out, the middle of a long text is left out.</summary>
    public string Logs { get; init; } = "";

    /// <summary>What the call used.</summary>
    public required FunctionUsage Usage { get; init; }
}
