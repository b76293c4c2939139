using System.Text.Json;

namespace Isaa.Schemas.Validation;

/// <summary>JSON values as text: for messages, and for what a string holds.</summary>
internal static class JsonText
{
    private const int Shown = 60;

    /// <summary>The text of a string; one with half a surrogate pair, which .NET refuses to decode, as it is written.</summary>
    public static string Of(JsonElement text)
    {
        try
        {
            return text.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return text.GetRawText()[1..^1];
        }
    }

    public static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => ExactNumber.Read(value).IsInteger ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    /// <summary>Type and value, cut when it is long: <c>string "x"</c>, <c>an object</c>.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"an array of {value.GetArrayLength()}",
        JsonValueKind.Null => "null",
        _ => $"{TypeOf(value)} {Short(value)}",
    };

    public static string Short(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? Quote(Of(value)) : value.GetRawText();
        return text.Length <= Shown ? text : $"{text.AsSpan(0, Shown)}…";
    }

    public static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    public static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));
}
