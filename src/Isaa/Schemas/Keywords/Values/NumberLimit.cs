using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Values;

/// <summary>The keywords <c>minimum</c>, <c>maximum</c> and their exclusive forms.</summary>
internal sealed class NumberLimit(string location, JsonElement limit, bool isUpper, bool isExclusive) : Assertion(location)
{
    private readonly ExactNumber _limit = ExactNumber.Read(limit);

    protected override bool Holds(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return true;
        }

        var order = ExactNumber.Read(value).CompareTo(_limit);
        return (isUpper ? order < 0 : order > 0) || (order == 0 && !isExclusive);
    }

    protected override string Explain(JsonElement value) =>
        $"expected a number {(isUpper ? isExclusive ? "below" : "of at most" : isExclusive ? "above" : "of at least")} {limit.GetRawText()}, got {JsonText.Short(value)}";
}
