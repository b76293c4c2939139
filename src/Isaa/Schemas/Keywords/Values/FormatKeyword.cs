using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Values;

internal sealed class FormatKeyword(string location, string format, Func<string, bool> accepts) : Assertion(location)
{
    protected override bool Holds(JsonElement value) => value.ValueKind != JsonValueKind.String || accepts(JsonText.Of(value));

    protected override string Explain(JsonElement value) => $"expected text of the format {format}, got {JsonText.Short(value)}";
}
