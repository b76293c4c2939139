using System.Text.Json;

namespace Isaa.Schemas;

/// <summary>
/// Finds schemas that nothing can fit. What it says is certain; a contradiction it does not know, for example one behind a reference, it says nothing about.
/// </summary>
internal static class SchemaContradictions
{
    private const int MaxDepth = 64;

    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    /// <summary>Why nothing fits the schema, with the place; null when something may.</summary>
    public static string? Find(JsonElement schema) => Find(schema, "#", 0);

    private static string? Find(JsonElement schema, string path, int depth)
    {
        if (schema.ValueKind == JsonValueKind.False)
        {
            return $"{path} is false, which nothing fits";
        }

        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            return null;
        }

        // One type that can be met is enough.
        var types = TypesOf(schema);
        string? reason = null;
        foreach (var type in types)
        {
            if (FindOfType(schema, type, path, depth) is not { } found)
            {
                reason = null;
                break;
            }

            reason ??= found;
        }

        return reason ?? FindInValues(schema, types, path) ?? FindInParts(schema, path, depth);
    }

    private static string[] TypesOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? Types
        : type.ValueKind == JsonValueKind.String ? [type.GetString()!]
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)]
        : Types;

    private static string? FindOfType(JsonElement schema, string type, string path, int depth) => type switch
    {
        "object" => Crossed(schema, "minProperties", "maxProperties", path) ?? FindInProperties(schema, path, depth),
        "array" => Crossed(schema, "minItems", "maxItems", path) ?? FindInItems(schema, path, depth),
        "string" => Crossed(schema, "minLength", "maxLength", path),
        "number" or "integer" => FindInRange(schema, path),
        _ => null,
    };

    private static string? FindInRange(JsonElement schema, string path) =>
        Crossed(schema, "minimum", "maximum", path)
        ?? Crossed(schema, "exclusiveMinimum", "maximum", path, isOpen: true)
        ?? Crossed(schema, "minimum", "exclusiveMaximum", path, isOpen: true)
        ?? Crossed(schema, "exclusiveMinimum", "exclusiveMaximum", path, isOpen: true);

    private static string? Crossed(JsonElement schema, string least, string most, string path, bool isOpen = false) =>
        Number(schema, least) is { } low && Number(schema, most) is { } high && (low > high || (isOpen && low == high))
            ? $"{path} has a {least} of {schema.GetProperty(least)} and a {most} of {schema.GetProperty(most)}"
            : null;

    private static string? FindInProperties(JsonElement schema, string path, int depth)
    {
        var required = schema.TryGetProperty("required", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(n => n.ValueKind == JsonValueKind.String).Select(n => n.GetString()!).Distinct(StringComparer.Ordinal).ToList()
            : [];
        if (Number(schema, "maxProperties") is { } most && required.Count > most)
        {
            return $"{path} requires {required.Count} properties and allows {most}";
        }

        var isClosed = schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind == JsonValueKind.False && !schema.TryGetProperty("patternProperties", out _);
        foreach (var name in required)
        {
            if (schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object && properties.TryGetProperty(name, out var property))
            {
                if (Find(property, $"{path}/properties/{JsonPointer.Escape(name)}", depth + 1) is { } reason)
                {
                    return reason;
                }
            }
            else if (isClosed)
            {
                return $"{path} requires '{name}' and allows no such property";
            }
        }

        return null;
    }

    private static string? FindInItems(JsonElement schema, string path, int depth)
    {
        var least = Number(schema, "minItems") ?? 0;
        var places = schema.TryGetProperty("prefixItems", out var prefix) && prefix.ValueKind == JsonValueKind.Array ? prefix.EnumerateArray().ToList() : [];
        foreach (var (index, place) in places.Index().Where(p => p.Index < least))
        {
            if (Find(place, $"{path}/prefixItems/{index}", depth + 1) is { } reason)
            {
                return reason;
            }
        }

        return least > places.Count && schema.TryGetProperty("items", out var items) ? Find(items, $"{path}/items", depth + 1) : null;
    }

    private static string? FindInValues(JsonElement schema, string[] types, string path)
    {
        if (schema.TryGetProperty("const", out var constant) && !IsOf(constant, types))
        {
            return $"{path} wants the value {constant.GetRawText()} of type {string.Join(" or ", types)}";
        }

        return schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array && !values.EnumerateArray().Any(v => IsOf(v, types))
            ? $"{path} lists no value of type {string.Join(" or ", types)}"
            : null;
    }

    private static bool IsOf(JsonElement value, string[] types) => value.ValueKind switch
    {
        JsonValueKind.Object => types.Contains("object"),
        JsonValueKind.Array => types.Contains("array"),
        JsonValueKind.String => types.Contains("string"),
        JsonValueKind.Number => types.Contains("number") || (types.Contains("integer") && value.TryGetDecimal(out var number) && decimal.IsInteger(number)),
        JsonValueKind.Null => types.Contains("null"),
        _ => types.Contains("boolean"),
    };

    private static string? FindInParts(JsonElement schema, string path, int depth)
    {
        foreach (var (part, index) in Parts(schema, "allOf"))
        {
            if (Find(part, $"{path}/allOf/{index}", depth + 1) is { } reason)
            {
                return reason;
            }
        }

        foreach (var keyword in new[] { "anyOf", "oneOf" })
        {
            var reasons = Parts(schema, keyword).Select(p => Find(p.Part, $"{path}/{keyword}/{p.Index}", depth + 1)).ToList();
            if (reasons.Count > 0 && reasons.All(r => r is not null))
            {
                return reasons[0];
            }
        }

        return null;
    }

    private static IEnumerable<(JsonElement Part, int Index)> Parts(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var parts) && parts.ValueKind == JsonValueKind.Array ? parts.EnumerateArray().Select((part, index) => (part, index)) : [];

    private static double? Number(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) ? number : null;
}
