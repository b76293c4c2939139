using System.Text.Json;
using Isaa.Schemas.Keywords.Objects;
using Isaa.Schemas.Patterns;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Compiling;

/// <summary>Reads the keywords about members of objects.</summary>
internal static class ObjectReader
{
    public static IEnumerable<Keyword> Read(SchemaReader reader)
    {
        var named = reader.NamedChildren("properties");
        var patterns = Patterns(reader);
        var additional = reader.Child("additionalProperties");
        if (named is not null || patterns.Count > 0 || additional is not null)
        {
            var place = named is not null ? "properties" : patterns.Count > 0 ? "patternProperties" : "additionalProperties";
            yield return new PropertiesKeyword(reader.At(place), new Dictionary<string, SchemaNode>(named ?? new Dictionary<string, SchemaNode>()), patterns, additional);
        }

        if (reader.Child("propertyNames") is { } names)
        {
            yield return new PropertyNames(reader.At("propertyNames"), names);
        }

        if (!reader.Dialect.IsDraft7)
        {
            if (reader.Dialect.HasValidation && Needs(reader, "dependentRequired", mayHoldSchemas: false) is { } needs)
            {
                yield return new DependentRequired(reader.At("dependentRequired"), needs);
            }

            if (reader.NamedChildren("dependentSchemas") is { } dependent)
            {
                yield return new DependentSchemas(reader.At("dependentSchemas"), dependent);
            }

            if (reader.Child("unevaluatedProperties") is { } unevaluated)
            {
                yield return new UnevaluatedProperties(reader.At("unevaluatedProperties"), unevaluated);
            }
        }

        if (Needs(reader, "dependencies", mayHoldSchemas: true) is { } old)
        {
            yield return new DependentRequired(reader.At("dependencies"), old);
            yield return new DependentSchemas(reader.At("dependencies"), OldSchemas(reader));
        }
    }

    private static List<(EcmaPattern Pattern, SchemaNode Schema)> Patterns(SchemaReader reader)
    {
        var patterns = new List<(EcmaPattern Pattern, SchemaNode Schema)>();
        foreach (var (text, schema) in reader.NamedChildren("patternProperties") ?? new Dictionary<string, SchemaNode>())
        {
            if (reader.Compiler.Pattern(text, schema.Location) is { } pattern)
            {
                patterns.Add((pattern, schema));
            }
        }

        return patterns;
    }

    private static Dictionary<string, IReadOnlyList<string>>? Needs(SchemaReader reader, string keyword, bool mayHoldSchemas)
    {
        if (!reader.TryGet(keyword, JsonValueKind.Object, "an object", out var map))
        {
            return null;
        }

        var needs = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var member in map.EnumerateObject().Where(member => !mayHoldSchemas || member.Value.ValueKind == JsonValueKind.Array))
        {
            if (reader.Names($"{keyword}/{JsonPointer.Escape(member.Name)}", member.Value) is { } names)
            {
                needs[member.Name] = names;
            }
        }

        return needs;
    }

    private static Dictionary<string, SchemaNode> OldSchemas(SchemaReader reader)
    {
        reader.TryGet("dependencies", out var map);
        return map.EnumerateObject()
            .Where(member => member.Value.ValueKind != JsonValueKind.Array)
            .DistinctBy(member => member.Name)
            .ToDictionary(member => member.Name, member => reader.Node(member.Value, "dependencies", member.Name), StringComparer.Ordinal);
    }
}
