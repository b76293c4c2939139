using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Isaa.Diagnostics;

namespace Isaa.Chains.Text;

/// <summary>
/// The short form of a model: <c>(name: str, age: int?, tags: list[str], level: "low" | "high")</c>. A question mark makes a field optional; a text
/// after the type describes the field.
/// </summary>
internal static class ModelText
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["str"] = "string",
        ["string"] = "string",
        ["text"] = "string",
        ["int"] = "integer",
        ["integer"] = "integer",
        ["float"] = "number",
        ["number"] = "number",
        ["bool"] = "boolean",
        ["boolean"] = "boolean",
        ["dict"] = "object",
        ["object"] = "object",
        ["list"] = "array",
    };

    private static readonly Dictionary<string, string> ShortTypes = new(StringComparer.Ordinal)
    {
        ["string"] = "str",
        ["integer"] = "int",
        ["number"] = "float",
        ["boolean"] = "bool",
        ["object"] = "dict",
        ["array"] = "list",
    };

    /// <summary>Reads the fields in parentheses.</summary>
    /// <param name="cursor">Stands at the opening parenthesis.</param>
    /// <param name="known">Models that fields may have as their type.</param>
    public static JsonElement Read(TextCursor cursor, IReadOnlyDictionary<string, JsonElement> known)
    {
        cursor.Take("(", "'(' with the model's fields, for example (name: str, age: int)");
        var properties = new JsonObject();
        var required = new JsonArray();
        do
        {
            var start = cursor.Position;
            var name = cursor.Name("the name of a field");
            cursor.Take(":", $"':' and the type of the field '{name}'");
            var field = ReadType(cursor, known);
            if (!cursor.TryTake("?"))
            {
                required.Add(name);
            }

            if (cursor.Current == '"' && field is JsonObject described)
            {
                described["description"] = cursor.String();
                cursor.SkipBlank();
            }

            if (!properties.TryAdd(name, field))
            {
                throw cursor.Error("chain_syntax", $"The model has the field '{name}' twice.", start);
            }
        }
        while (cursor.TryTake(","));

        cursor.Take(")", "',' and another field, or ')' at the end of the model");
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        return JsonSerializer.SerializeToElement(schema);
    }

    /// <summary>The short form of a schema; null when it says more than the short form can.</summary>
    public static string? TryWrite(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties)
            || properties.ValueKind != JsonValueKind.Object || !properties.EnumerateObject().Any())
        {
            return null;
        }

        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(n => n.ToString()).ToHashSet(StringComparer.Ordinal)
            : [];
        var text = new StringBuilder("(");
        foreach (var property in properties.EnumerateObject())
        {
            if (WriteType(property.Value) is not { } type)
            {
                return null;
            }

            text.Append(text.Length > 1 ? ", " : "").Append(ChainWords.Name(property.Name)).Append(": ").Append(type)
                .Append(required.Contains(property.Name) ? "" : "?");
            if (property.Value.TryGetProperty("description", out var description) && description.ValueKind == JsonValueKind.String)
            {
                text.Append(' ').Append(ChainWords.Quote(description.GetString()!));
            }
        }

        var written = text.Append(')').ToString();
        return IsSame(Read(new TextCursor(written), new Dictionary<string, JsonElement>()), schema) ? written : null;
    }

    private static bool IsSame(JsonElement left, JsonElement right) => JsonSerializer.Serialize(left) == JsonSerializer.Serialize(right);

    private static JsonNode ReadType(TextCursor cursor, IReadOnlyDictionary<string, JsonElement> known)
    {
        if (cursor.Current == '"')
        {
            return ReadChoices(cursor);
        }

        var start = cursor.Position;
        var word = cursor.Name("a type: str, int, float, bool, list, list[TYPE], dict, any, a model's name, or choices such as \"low\" | \"high\"");
        if (known.TryGetValue(word, out var model))
        {
            return JsonNode.Parse(model.GetRawText())!;
        }

        if (word.Equals("any", StringComparison.OrdinalIgnoreCase))
        {
            return new JsonObject();
        }

        if (!Types.TryGetValue(word, out var type))
        {
            throw cursor.Error("chain_syntax", $"'{word}' is no type.{NearestNames.Hint(word, ShortTypes.Values.Append("any").Concat(known.Keys))}", start);
        }

        var schema = new JsonObject { ["type"] = type };
        if (type == "array" && cursor.TryTake("["))
        {
            schema["items"] = ReadType(cursor, known);
            cursor.Take("]", "']' after the type of the list's elements");
        }

        return schema;
    }

    private static JsonObject ReadChoices(TextCursor cursor)
    {
        var choices = new JsonArray();
        do
        {
            if (cursor.Current != '"')
            {
                throw cursor.Unexpected("another choice in double quotes");
            }

            choices.Add(cursor.String());
            cursor.SkipBlank();
        }
        while (cursor.TryTake("|"));

        return new JsonObject { ["type"] = "string", ["enum"] = choices };
    }

    private static string? WriteType(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (schema.TryGetProperty("enum", out var choices))
        {
            return choices.ValueKind == JsonValueKind.Array && choices.GetArrayLength() > 0 && choices.EnumerateArray().All(c => c.ValueKind == JsonValueKind.String)
                ? string.Join(" | ", choices.EnumerateArray().Select(c => ChainWords.Quote(c.GetString()!)))
                : null;
        }

        if (!schema.TryGetProperty("type", out var type))
        {
            return "any";
        }

        if (type.ValueKind != JsonValueKind.String || !ShortTypes.TryGetValue(type.GetString()!, out var word))
        {
            return null;
        }

        if (word != "list" || !schema.TryGetProperty("items", out var items))
        {
            return word;
        }

        return WriteType(items) is { } element ? $"list[{element}]" : null;
    }
}
