using System.Text.Json;

namespace Isaa.Connectors.Calling;

/// <summary>Tells whether a schema may be enforced strictly: every object closed, every property required.</summary>
internal static class StrictSchema
{
    public static bool IsMetBy(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Array)
        {
            return schema.EnumerateArray().All(IsMetBy);
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var properties = Json.Object(schema, "properties");
        var isObject = Json.Text(schema, "type") == "object" || properties.ValueKind == JsonValueKind.Object;
        return (!isObject || IsClosed(schema, properties)) && schema.EnumerateObject().All(member => IsMetBy(member.Value));
    }

    private static bool IsClosed(JsonElement schema, JsonElement properties)
    {
        if (Json.Find(schema, "additionalProperties") is not { ValueKind: JsonValueKind.False } || properties.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        var required = Json.Array(schema, "required") is { ValueKind: JsonValueKind.Array } list
            ? list.EnumerateArray().Select(name => name.ToString()).ToHashSet(StringComparer.Ordinal)
            : [];
        return properties.EnumerateObject().All(property => required.Contains(property.Name));
    }
}
