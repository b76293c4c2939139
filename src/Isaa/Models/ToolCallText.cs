using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Isaa.Models;

/// <summary>
/// How tool calls and their results are written as text, and how a call whose arguments were not a JSON object is marked: it has no
/// <see cref="FunctionCallContent.Arguments"/>, and the raw text stands in its additional properties under <see cref="InvalidArgumentsKey"/>,
/// which survives serialization. The agent answers such a call with an error result; the tool is not run. Thread safe.
/// </summary>
public static class ToolCallText
{
    /// <summary>The additional property of a <see cref="FunctionCallContent"/> that holds the raw text of arguments that could not be read.</summary>
    public const string InvalidArgumentsKey = "invalid_arguments";

    /// <summary>The additional property of a <see cref="FunctionResultContent"/> that says how the call ended, if not well.</summary>
    public const string OutcomeKey = "outcome";

    /// <summary>Value of <see cref="OutcomeKey"/>: the tool failed or could not be called.</summary>
    public const string ErrorOutcome = "error";

    /// <summary>Value of <see cref="OutcomeKey"/>: the process died during the call, nobody knows whether it took effect.</summary>
    public const string UnknownOutcome = "unknown";

    /// <summary>How values in calls and results are written: short.</summary>
    internal static JsonSerializerOptions Json { get; } = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    /// <summary>A call whose arguments were not a JSON object.</summary>
    /// <param name="callId">The provider's id of the call.</param>
    /// <param name="name">The tool's name.</param>
    /// <param name="rawArguments">The arguments as the model wrote them.</param>
    public static FunctionCallContent WithInvalidArguments(string callId, string name, string rawArguments) => new(callId, name)
    {
        AdditionalProperties = new AdditionalPropertiesDictionary { [InvalidArgumentsKey] = rawArguments },
    };

    /// <summary>The raw arguments of a call that could not be read; null for a call that is well.</summary>
    /// <param name="call">The call.</param>
    public static string? FindInvalidArguments(FunctionCallContent call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.AdditionalProperties?.TryGetValue(InvalidArgumentsKey, out var raw) == true ? raw?.ToString() ?? "" : null;
    }

    /// <summary>How a call ended: <see cref="ErrorOutcome"/>, <see cref="UnknownOutcome"/>, or null when it ended well.</summary>
    /// <param name="result">The result.</param>
    public static string? FindOutcome(FunctionResultContent result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.AdditionalProperties?.TryGetValue(OutcomeKey, out var outcome) == true ? outcome?.ToString()
            : result.Exception is null ? null : ErrorOutcome;
    }

    /// <summary>The arguments of a call as one JSON object. Arguments that could not be read become the single property <see cref="InvalidArgumentsKey"/>.</summary>
    /// <param name="call">The call.</param>
    public static string Arguments(FunctionCallContent call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var arguments = FindInvalidArguments(call) is { } raw
            ? new Dictionary<string, object?> { [InvalidArgumentsKey] = raw }
            : call.Arguments;
        return arguments is null or { Count: 0 } ? "{}" : JsonSerializer.Serialize(arguments, Json);
    }

    /// <summary>A result as the text a model reads: a text as it is, anything else as JSON.</summary>
    /// <param name="result">The result.</param>
    public static string Result(FunctionResultContent result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Result switch
        {
            string text => text,
            JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
            JsonElement element => element.GetRawText(),
            null => result.Exception is null ? "" : "The tool failed.",
            var other => JsonSerializer.Serialize(other, Json),
        };
    }
}
