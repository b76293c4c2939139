using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Values;

internal sealed class MultipleOf(string location, JsonElement divisor) : Assertion(location)
{
    private readonly ExactNumber _divisor = ExactNumber.Read(divisor);

    protected override bool Holds(JsonElement value) =>
        value.ValueKind != JsonValueKind.Number || ExactNumber.Read(value).IsMultipleOf(_divisor);

    protected override string Explain(JsonElement value) => $"expected a multiple of {divisor.GetRawText()}, got {JsonText.Short(value)}";
}
