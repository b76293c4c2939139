using System.Globalization;
using System.Text.Json;

namespace Isaa.Schemas.Compiling;

/// <summary>Where a schema holds other schemas. What an unknown keyword holds is no schema until a reference says so.</summary>
internal static class SchemaChildren
{
    private static readonly string[] Single =
        ["additionalProperties", "propertyNames", "contains", "not", "if", "then", "else", "items", "additionalItems", "unevaluatedProperties", "unevaluatedItems", "contentSchema"];

    private static readonly string[] Lists = ["allOf", "anyOf", "oneOf", "items", "prefixItems"];

    private static readonly string[] Maps = ["properties", "patternProperties", "definitions", "dependencies", "$defs", "dependentSchemas"];

    private static readonly HashSet<string> OnlyModern =
        ["unevaluatedProperties", "unevaluatedItems", "contentSchema", "prefixItems", "$defs", "dependentSchemas"];

    public static IEnumerable<(JsonElement Schema, string Pointer)> Of(JsonElement schema, string pointer, Dialect dialect)
    {
        foreach (var member in schema.EnumerateObject().Where(member => !(dialect.IsDraft7 && OnlyModern.Contains(member.Name))))
        {
            var place = $"{pointer}/{JsonPointer.Escape(member.Name)}";
            if (member.Value.ValueKind == JsonValueKind.Array && Lists.Contains(member.Name))
            {
                foreach (var (index, item) in member.Value.EnumerateArray().Index())
                {
                    yield return (item, $"{place}/{index.ToString(CultureInfo.InvariantCulture)}");
                }
            }
            else if (member.Value.ValueKind == JsonValueKind.Object && Maps.Contains(member.Name))
            {
                foreach (var child in member.Value.EnumerateObject())
                {
                    yield return (child.Value, $"{place}/{JsonPointer.Escape(child.Name)}");
                }
            }
            else if (Single.Contains(member.Name))
            {
                yield return (member.Value, place);
            }
        }
    }
}
