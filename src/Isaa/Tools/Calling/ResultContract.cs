using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Schemas;

namespace Isaa.Tools.Calling;

/// <summary>What a tool's result must be. Immutable; thread safe.</summary>
public sealed record ResultContract
{
    private const int MaxErrors = 5;

    private readonly JsonSchema? _schema;

    /// <summary>Whether a result may have no text. Default true.</summary>
    public bool AllowsEmpty { get; init; } = true;

    /// <summary>The JSON Schema that it must fit, which is then JSON; null for any text.</summary>
    /// <exception cref="IsaaException"><c>schema_invalid</c>.</exception>
    public JsonElement? Schema
    {
        get => _schema?.Definition;
        init => _schema = value is { } schema ? JsonSchema.Parse(schema) : null;
    }

    /// <summary>What is wrong with a result; null when it keeps to the contract.</summary>
    internal string? Explain(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return AllowsEmpty && _schema is null ? null : "the result is empty.";
        }

        if (_schema is null)
        {
            return null;
        }

        try
        {
            return _schema.Validate(JsonElement.Parse(text)) is { Count: > 0 } errors ? $"{string.Join("; ", errors.Take(MaxErrors))}." : null;
        }
        catch (JsonException e)
        {
            return $"it is no JSON (line {e.LineNumber + 1}).";
        }
    }
}
