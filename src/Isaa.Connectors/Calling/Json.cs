using System.Text.Json;

namespace Isaa.Connectors.Calling;

/// <summary>Reads JSON whose shape nobody guarantees: what is missing or of another kind reads as empty.</summary>
internal static class Json
{
    public static string Text(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    public static long? Number(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var number) && double.IsFinite(number) ? (long)number : null;

    public static JsonElement Object(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.Object } value ? value : default;

    public static JsonElement Array(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.Array } value ? value : default;

    public static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
