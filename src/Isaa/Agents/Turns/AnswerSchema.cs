using System.Text.Json;
using System.Text.RegularExpressions;
using Isaa.Diagnostics;
using Isaa.Schemas;

namespace Isaa.Agents.Turns;

/// <summary>The schema a final answer must fit: what the model is told, and whether its answer does.</summary>
internal sealed partial class AnswerSchema
{
    private const int MaxErrors = 10;

    private readonly JsonSchema _schema;

    public AnswerSchema(JsonElement schema)
    {
        Definition = schema;
        _schema = JsonSchema.Parse(schema);
    }

    public JsonElement Definition { get; }

    /// <summary>What follows the system prompt.</summary>
    public string Instructions => "Your final answer must be one JSON value that fits the following JSON schema. Write nothing before or after it, and no code fence. "
        + "Descriptions say what belongs into a property; one that has a default may be left out.\n"
        + Definition.GetRawText();

    /// <summary>What is wrong with a schema, also when nothing can fit it; empty when it can be used.</summary>
    public static IReadOnlyList<string> Faults(JsonElement schema)
    {
        try
        {
            JsonSchema.Parse(schema);
            return SchemaContradictions.Find(schema) is { } contradiction ? [$"Nothing can fit it: {contradiction}."] : [];
        }
        catch (IsaaException e)
        {
            return [e.Message];
        }
    }

    /// <summary>The JSON value in a model's answer, which may stand in a code fence or among words; null when there is none.</summary>
    public static JsonElement? Find(string text)
    {
        var trimmed = text.Trim();
        return TryParse(trimmed)
            ?? (Fence().Match(trimmed) is { Success: true } fence ? TryParse(fence.Groups["json"].Value) : null)
            ?? Between(trimmed, '{', '}')
            ?? Between(trimmed, '[', ']');
    }

    /// <summary>The JSON value in a model's answer with the schema's defaults filled in; null when there is none.</summary>
    public JsonElement? Take(string text) => Find(text) is { } value ? SchemaDefaults.Complete(Definition, value) : null;

    /// <summary>What is wrong with an answer once the defaults are filled in, the worst first; empty when it fits.</summary>
    public IReadOnlyList<string> Check(string text) => Take(text) is { } value
        ? [.. _schema.Validate(value).Take(MaxErrors).Select(e => e.ToString())]
        : ["The answer holds no JSON value."];

    /// <summary>What is wrong with a text that must be one JSON value and nothing else; empty when it fits.</summary>
    public IReadOnlyList<string> CheckWhole(string text) => TryParse(text.Trim()) is { } value
        ? [.. _schema.Validate(value).Take(MaxErrors).Select(e => e.ToString())]
        : ["It is no JSON value."];

    private static JsonElement? Between(string text, char first, char last)
    {
        var (start, end) = (text.IndexOf(first, StringComparison.Ordinal), text.LastIndexOf(last));
        return start >= 0 && end > start ? TryParse(text[start..(end + 1)]) : null;
    }

    private static JsonElement? TryParse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"```(?:json)?\s*\n(?<json>.*?)\n?```", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Fence();
}
