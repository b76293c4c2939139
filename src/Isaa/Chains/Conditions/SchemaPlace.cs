using System.Text.Json;
using Isaa.Chains.Values;

namespace Isaa.Chains.Conditions;

/// <summary>What a JSON Schema says of a place inside the data.</summary>
/// <param name="Schema">The place's schema; null when nothing is known of it.</param>
/// <param name="Missing">The name that is not there; null when nothing is missing.</param>
/// <param name="Names">The names there are instead.</param>
internal readonly record struct SchemaPlace(JsonElement? Schema, string? Missing, IReadOnlyList<string> Names)
{
    private const int MostReferences = 32;

    private static readonly SchemaPlace Unknown = new(null, null, []);

    /// <summary>Follows a path as far as the schema knows it.</summary>
    public static SchemaPlace Find(JsonElement root, string path)
    {
        var current = Resolve(root, root);
        foreach (var name in ChainPath.Parse(path).Names)
        {
            if (current is not { ValueKind: JsonValueKind.Object } schema)
            {
                return Unknown;
            }

            if (name is null)
            {
                current = schema.TryGetProperty("items", out var items) ? Resolve(root, items) : null;
                continue;
            }

            if (!schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
            {
                return Unknown;
            }

            var names = properties.EnumerateObject().Select(p => p.Name).ToList();
            if (ChainPath.Match(names, name) is not { } known)
            {
                return IsOpen(schema) ? Unknown : new SchemaPlace(null, name, names);
            }

            current = Resolve(root, properties.GetProperty(known));
        }

        return new SchemaPlace(current, null, []);
    }

    /// <summary>The types a schema allows; empty when it does not say.</summary>
    public static IReadOnlyList<string> TypesOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type))
        {
            return [];
        }

        return type.ValueKind switch
        {
            JsonValueKind.String => [type.GetString()!],
            JsonValueKind.Array => [.. type.EnumerateArray().Where(t => t.ValueKind == JsonValueKind.String).Select(t => t.GetString()!)],
            _ => [],
        };
    }

    // Fields that nobody listed may be there only where the schema says so itself, or says more than we look at.
    private static bool IsOpen(JsonElement schema) =>
        (schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind != JsonValueKind.False)
        || schema.EnumerateObject().Any(p => p.Name is "patternProperties" or "anyOf" or "oneOf" or "allOf" or "if" or "$dynamicRef" or "unevaluatedProperties");

    private static JsonElement? Resolve(JsonElement root, JsonElement schema)
    {
        for (var n = 0; n < MostReferences; n++)
        {
            if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("$ref", out var reference) || reference.ValueKind != JsonValueKind.String)
            {
                return schema;
            }

            if (Pointed(root, reference.GetString()!) is not { } target)
            {
                return null;
            }

            schema = target;
        }

        return null;
    }

    private static JsonElement? Pointed(JsonElement root, string reference)
    {
        if (!reference.StartsWith('#'))
        {
            return null;
        }

        var current = root;
        foreach (var part in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out current))
            {
                return null;
            }
        }

        return current;
    }
}
