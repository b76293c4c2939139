using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Values;

/// <summary>The keywords <c>minLength</c>, <c>maxLength</c>, <c>minItems</c>, <c>maxItems</c>, <c>minProperties</c> and <c>maxProperties</c>.</summary>
internal sealed class LengthLimit(string location, long limit, bool isUpper, JsonValueKind kind) : Assertion(location)
{
    protected override bool Holds(JsonElement value) =>
        value.ValueKind != kind || (isUpper ? LengthOf(value) <= limit : LengthOf(value) >= limit);

    protected override string Explain(JsonElement value)
    {
        var unit = (kind, limit) switch
        {
            (JsonValueKind.String, 1) => "character",
            (JsonValueKind.String, _) => "characters",
            (JsonValueKind.Array, 1) => "item",
            (JsonValueKind.Array, _) => "items",
            (_, 1) => "property",
            _ => "properties",
        };
        return $"expected at {(isUpper ? "most" : "least")} {limit} {unit}, got {LengthOf(value)}";
    }

    private static int LengthOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength(),
        JsonValueKind.Object => value.EnumerateObject().Select(static member => member.Name).Distinct(StringComparer.Ordinal).Count(),
        _ => Characters(JsonText.Of(value)),
    };

    private static int Characters(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }
}
