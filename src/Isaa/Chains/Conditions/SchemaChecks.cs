using System.Globalization;
using System.Text.Json;
using Isaa.Chains.Nodes;
using Isaa.Chains.Values;
using Isaa.Diagnostics;

namespace Isaa.Chains.Conditions;

/// <summary>What a schema tells beforehand: fields there are not, comparisons that can never hold.</summary>
internal static class SchemaChecks
{
    /// <summary>The schema of what a format gives; null when it is not known.</summary>
    public static JsonElement? OutputOf(FormatNode format) => format.Fields switch
    {
        [] or ["*"] => format.Schema,
        [var one] => SchemaPlace.Find(format.Schema, one).Schema,
        _ => null,
    };

    /// <exception cref="IsaaException"><c>field_unknown</c>, or <c>chain_invalid</c> when a field that is mapped is no list.</exception>
    public static void CheckFields(FormatNode format)
    {
        foreach (var field in format.Fields.Where(f => f != "*"))
        {
            var place = SchemaPlace.Find(format.Schema, field);
            if (place.Missing is { } missing)
            {
                throw new IsaaException("field_unknown", $"CF({format.Model}) has no field '{missing}'.{NearestNames.Hint(missing, place.Names)}");
            }

            if (format.IsEach && place.Schema is { } schema && SchemaPlace.TypesOf(schema) is { Count: > 0 } types && !types.Contains("array"))
            {
                throw new IsaaException("chain_invalid", $"CF({format.Model}) - \"{field}[n]\" needs a list, but '{field}' is {string.Join(" or ", types)}. Leave [n] out.");
            }
        }
    }

    /// <exception cref="IsaaException"><c>chain_invalid</c>, <c>field_unknown</c> or <c>condition_mismatch</c>.</exception>
    public static void CheckCondition(ConditionNode condition, JsonElement? known)
    {
        CheckValue(condition);
        if (known is not { } schema || condition.Comparison == ChainComparison.Predicate)
        {
            return;
        }

        var place = SchemaPlace.Find(schema, condition.Key);
        if (place.Missing is { } missing)
        {
            throw new IsaaException("field_unknown", $"IS(\"{condition.Key}\") asks for a field that the data before it does not have: '{missing}'.{NearestNames.Hint(missing, place.Names)}");
        }

        if (place.Schema is { ValueKind: JsonValueKind.Object } field && condition.Value is { } value && Explain(condition, field, value) is { } fault)
        {
            throw new IsaaException("condition_mismatch", $"IS(\"{condition.Key}\", {ChainValue.Of(value).Text}) can never hold: {fault}");
        }
    }

    private static void CheckValue(ConditionNode condition)
    {
        if (condition.Comparison != ChainComparison.Predicate)
        {
            _ = ChainPath.Parse(condition.Key);
        }

        var needed = condition.Comparison switch
        {
            ChainComparison.OneOf when condition.Value is not { ValueKind: JsonValueKind.Array } => "a list of values",
            ChainComparison.GreaterThan or ChainComparison.AtLeast or ChainComparison.LessThan or ChainComparison.AtMost
                when condition.Value is not { } value || !IsNumber(value) => "a number",
            ChainComparison.Contains when condition.Value is null => "a value",
            _ => null,
        };
        if (needed is not null)
        {
            throw new IsaaException("chain_invalid", $"IS.{condition.Comparison}(\"{condition.Key}\") needs {needed} to compare with.");
        }
    }

    private static string? Explain(ConditionNode condition, JsonElement field, JsonElement value)
    {
        var types = SchemaPlace.TypesOf(field);
        var isNumberOnly = types.Count > 0 && types.All(t => t is "integer" or "number" or "null") && types.Any(t => t != "null");
        return condition.Comparison switch
        {
            ChainComparison.Equal when isNumberOnly && !IsNumber(value) =>
                $"'{condition.Key}' is a number. Compare it with a number, or ask for a range with IS.AtLeast, IS.GreaterThan, IS.AtMost or IS.LessThan.",
            ChainComparison.Equal when types is ["boolean"] && !IsBoolean(value) => $"'{condition.Key}' is true or false.",
            ChainComparison.Equal when Choices(field) is { Count: > 0 } choices && !choices.Any(c => ConditionTest.AreEqual(c, value)) =>
                $"'{condition.Key}' is one of {string.Join(", ", choices.Select(c => ChainValue.Of(c).Text))}.",
            ChainComparison.GreaterThan or ChainComparison.AtLeast or ChainComparison.LessThan or ChainComparison.AtMost
                when types.Count > 0 && types.All(t => t is "boolean" or "object" or "array" or "null") => $"'{condition.Key}' is {string.Join(" or ", types)}, no number.",
            _ => null,
        };
    }

    private static List<JsonElement> Choices(JsonElement field) => field.TryGetProperty("enum", out var choices) && choices.ValueKind == JsonValueKind.Array
        ? [.. choices.EnumerateArray()]
        : [];

    private static bool IsNumber(JsonElement value) => value.ValueKind == JsonValueKind.Number
        || (value.ValueKind == JsonValueKind.String && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    private static bool IsBoolean(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False
        || (value.ValueKind == JsonValueKind.String && bool.TryParse(value.GetString(), out _));
}
