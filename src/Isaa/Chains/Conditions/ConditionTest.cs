using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Isaa.Chains.Nodes;
using Isaa.Chains.Values;
using Isaa.Diagnostics;

namespace Isaa.Chains.Conditions;

/// <summary>Says whether a condition holds.</summary>
internal static class ConditionTest
{
    /// <summary>Asks a condition of the data; a predicate is not asked here.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="value">The data.</param>
    /// <exception cref="IsaaException"><c>condition_no_object</c>: the data is no JSON object and no text that holds one.</exception>
    public static bool Holds(ConditionNode condition, ChainValue value)
    {
        var found = ChainPath.Parse(condition.Key).Find(ObjectOf(condition, value));
        return found is { } there && Compare(condition, there);
    }

    /// <summary>Equal: numbers as numbers, texts without regard to letter case, true and false also as words.</summary>
    public static bool AreEqual(JsonElement left, JsonElement right)
    {
        if (left.ValueKind == JsonValueKind.Number || right.ValueKind == JsonValueKind.Number)
        {
            return NumberOf(left) is { } a && NumberOf(right) is { } b && a.Equals(b);
        }

        return IsWord(left) && IsWord(right)
            ? string.Equals(ChainValue.Of(left).Text, ChainValue.Of(right).Text, StringComparison.OrdinalIgnoreCase)
            : JsonElement.DeepEquals(left, right);
    }

    private static JsonElement ObjectOf(ConditionNode condition, ChainValue value)
    {
        var json = value.AsJson();
        var isPlace = condition.Key.StartsWith('[');
        return json is { ValueKind: JsonValueKind.Object } or { ValueKind: JsonValueKind.Array } && (json.Value.ValueKind == JsonValueKind.Object || isPlace)
            ? json.Value
            : throw new IsaaException("condition_no_object", $"IS(\"{condition.Key}\") needs a JSON object, but the data is "
                + (value.IsText ? $"a text that holds none: {ChainValueJson.Cut(value.Text)}" : $"{value.Kind}: {ChainValueJson.Cut(value.Text)}")
                + ". Put a CF before it.");
    }

    private static bool Compare(ConditionNode condition, JsonElement there) => condition.Comparison switch
    {
        ChainComparison.Equal => AreEqual(there, ValueOf(condition)),
        ChainComparison.NotEqual => !AreEqual(there, ValueOf(condition)),
        ChainComparison.GreaterThan => Order(there, condition) > 0,
        ChainComparison.AtLeast => Order(there, condition) >= 0,
        ChainComparison.LessThan => Order(there, condition) < 0,
        ChainComparison.AtMost => Order(there, condition) <= 0,
        ChainComparison.Contains => Contains(there, ValueOf(condition)),
        ChainComparison.OneOf => ValueOf(condition).EnumerateArray().Any(one => AreEqual(there, one)),
        ChainComparison.Exists => there.ValueKind != JsonValueKind.Null,
        _ => throw new UnreachableException(),
    };

    private static int? Order(JsonElement there, ConditionNode condition) =>
        NumberOf(there) is { } left && NumberOf(ValueOf(condition)) is { } right ? left.CompareTo(right) : null;

    private static bool Contains(JsonElement there, JsonElement wanted) => there.ValueKind switch
    {
        JsonValueKind.Array => there.EnumerateArray().Any(item => AreEqual(item, wanted)),
        JsonValueKind.String => there.GetString()!.Contains(ChainValue.Of(wanted).Text, StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    // A comparison with null keeps no value: JSON does not tell the two apart.
    private static JsonElement ValueOf(ConditionNode condition) => condition.Value ?? ChainValue.Null.Json;

    private static double? NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    private static bool IsWord(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False;
}
