using System.Text.Json;
using Isaa.Diagnostics;

namespace Isaa.Tools.Calling;

/// <summary>Holds a model's arguments against a tool's parameter schema and reports everything that is wrong at once.</summary>
internal static class ArgumentCheck
{
    /// <summary>Nothing when all is well, else one error text that also says what the right parameters are.</summary>
    public static string? Explain(string tool, JsonElement schema, IReadOnlyDictionary<string, JsonElement> arguments)
    {
        var parameters = Parameters(schema);
        var problems = new List<string>();
        foreach (var (name, value) in arguments)
        {
            if (!parameters.TryGetValue(name, out var parameter))
            {
                if (TakesMore(schema))
                {
                    continue;
                }

                problems.Add($"there is no parameter '{name}'.{NearestNames.Hint(name, parameters.Keys)}");
            }
            else if (parameter.IsRequired || value.ValueKind != JsonValueKind.Null)
            {
                Check($"'{name}'", parameter.Schema, value, problems);
            }
        }

        problems.AddRange(
            from parameter in parameters
            where parameter.Value.IsRequired && !arguments.ContainsKey(parameter.Key)
            select $"'{parameter.Key}' is missing");
        return problems.Count == 0
            ? null
            : $"The call of {tool} has wrong arguments: {string.Join("; ", problems)}. {Usage(tool, parameters)}";
    }

    // A tool that says so takes arguments of any name; one that says nothing takes what it names.
    private static bool TakesMore(JsonElement schema) =>
        schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind is JsonValueKind.True or JsonValueKind.Object;

    private static Dictionary<string, (JsonElement Schema, bool IsRequired)> Parameters(JsonElement schema)
    {
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(static name => name.GetString()).ToHashSet() : [];
        return schema.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().ToDictionary(static property => property.Name, property => (property.Value, required.Contains(property.Name)))
            : [];
    }

    private static void Check(string place, JsonElement schema, JsonElement value, List<string> problems)
    {
        var types = Types(schema);
        if (types.Count > 0 && !types.Any(type => IsA(type, value)))
        {
            problems.Add($"{place} must be {string.Join(" or ", types)}, not {Describe(value)}");
        }
        else if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("enum", out var allowed)
            && !allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)))
        {
            problems.Add($"{place} must be one of {string.Join(", ", allowed.EnumerateArray())}, not {Describe(value)}");
        }
        else if (value.ValueKind == JsonValueKind.Array && schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("items", out var items))
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
            {
                Check($"{place}[{index}]", items, item, problems);
            }
        }
    }

    private static List<string> Types(JsonElement schema) =>
        schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(static one => one.GetString()!)]
        : [type.GetString()!];

    private static bool IsA(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && number == decimal.Truncate(number),
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => true,
    };

    private static string Describe(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "…";
    }

    private static string Usage(string tool, Dictionary<string, (JsonElement Schema, bool IsRequired)> parameters) =>
        parameters.Count == 0
            ? $"{tool} takes no parameters."
            : $"{tool} takes: " + string.Join(", ", parameters.Select(static parameter =>
                $"{parameter.Key} ({string.Join(" or ", Types(parameter.Value.Schema).Where(static type => type != "null"))}{(parameter.Value.IsRequired ? ", required" : "")})")) + ".";
}
