using System.Text.Json;

namespace Isaa.Protocol.Functions;

/// <summary>One version of a function with all it is.</summary>
public sealed record FunctionDetailView
{
    /// <summary>The version.</summary>
    public required FunctionView Function { get; init; }

    /// <summary>The definition as JSON, the code among it. Whoever wrote it may be hostile.</summary>
    public required JsonElement Definition { get; init; }

    /// <summary>The definition as a YAML file.</summary>
    public required string File { get; init; }
}
