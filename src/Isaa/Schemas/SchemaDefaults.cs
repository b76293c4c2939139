using System.Text.Json;
using System.Text.Json.Nodes;

namespace Isaa.Schemas;

/// <summary>Fills in what a schema gives as defaults.</summary>
internal static class SchemaDefaults
{
    private const int MaxDepth = 64;

    /// <summary>The value with the defaults of properties that it leaves out, those of objects inside it too. A default of null fills nothing in.</summary>
    public static JsonElement Complete(JsonElement schema, JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || !schema.GetRawText().Contains("\"default\"", StringComparison.Ordinal))
        {
            return value;
        }

        var node = value.ValueKind == JsonValueKind.Object ? (JsonNode)JsonObject.Create(value)! : JsonArray.Create(value)!;
        return Fill(node, schema, schema, 0) ? JsonElement.Parse(node.ToJsonString()) : value;
    }

    private static bool Fill(JsonNode? node, JsonElement schema, JsonElement root, int depth)
    {
        if (schema.ValueKind != JsonValueKind.Object || depth > MaxDepth)
        {
            return false;
        }

        var changed = Refer(schema, root) is { } target && Fill(node, target, root, depth + 1);
        if (schema.TryGetProperty("allOf", out var parts) && parts.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in parts.EnumerateArray())
            {
                changed |= Fill(node, part, root, depth + 1);
            }
        }

        return node switch
        {
            JsonObject one when schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object => FillProperties(one, properties, root, depth) || changed,
            JsonArray list when schema.TryGetProperty("items", out var items) => FillItems(list, items, root, depth) || changed,
            _ => changed,
        };
    }

    private static bool FillProperties(JsonObject node, JsonElement properties, JsonElement root, int depth)
    {
        var changed = false;
        foreach (var property in properties.EnumerateObject())
        {
            if (node.TryGetPropertyValue(property.Name, out var inner))
            {
                changed |= Fill(inner, property.Value, root, depth + 1);
            }
            else if (property.Value.ValueKind == JsonValueKind.Object && property.Value.TryGetProperty("default", out var standard) && standard.ValueKind != JsonValueKind.Null)
            {
                node[property.Name] = JsonNode.Parse(standard.GetRawText());
                changed = true;
            }
        }

        return changed;
    }

    private static bool FillItems(JsonArray list, JsonElement items, JsonElement root, int depth)
    {
        var changed = false;
        foreach (var item in list)
        {
            changed |= Fill(item, items, root, depth + 1);
        }

        return changed;
    }

    // Only places in the same schema; the validator knows the rest.
    private static JsonElement? Refer(JsonElement schema, JsonElement root)
    {
        if (!schema.TryGetProperty("$ref", out var reference) || reference.ValueKind != JsonValueKind.String || reference.GetString() is not ['#', .. var pointer])
        {
            return null;
        }

        var at = root;
        foreach (var token in JsonPointer.Split(pointer))
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(token, out at))
            {
                return null;
            }
        }

        return at;
    }
}
