using System.Globalization;
using System.Text.Json;

namespace Isaa.Agents.Planning;

/// <summary>Reads what weak models write: a number as text, one value where a list belongs, an object where text belongs.</summary>
internal static class Loose
{
    public static string? Text(JsonElement from, string name) => from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var value) ? Text(value) : null;

    public static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()) ? null : value.GetString()!.Trim(),
        _ => value.GetRawText(),
    };

    public static IReadOnlyList<JsonElement> List(JsonElement from, string name) =>
        from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out var value) ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()]
        : value.ValueKind is JsonValueKind.Null ? []
        : [value];

    public static int? Number(JsonElement from, string name) =>
        int.TryParse(Text(from, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static bool? Flag(JsonElement from, string name) => Text(from, name)?.ToLowerInvariant() switch
    {
        "true" or "yes" or "passed" or "1" => true,
        "false" or "no" or "failed" or "0" => false,
        _ => null,
    };
}
