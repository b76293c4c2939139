using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Objects;

internal sealed class RequiredKeyword(string location, IReadOnlyList<string> names) : Assertion(location)
{
    protected override bool Holds(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        foreach (var name in names)
        {
            if (!value.TryGetProperty(name, out _))
            {
                return false;
            }
        }

        return true;
    }

    protected override string Explain(JsonElement value)
    {
        var missing = names.Where(name => !value.TryGetProperty(name, out _)).ToList();
        return missing.Count == 1
            ? $"the required property {JsonText.Quote(missing[0])} is missing"
            : $"the required properties {JsonText.Names(missing)} are missing";
    }
}
