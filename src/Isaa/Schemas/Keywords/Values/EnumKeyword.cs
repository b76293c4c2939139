using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Values;

/// <summary>The keywords <c>enum</c> and <c>const</c>.</summary>
internal sealed class EnumKeyword(string location, IReadOnlyList<JsonElement> allowed) : Assertion(location)
{
    private const int Listed = 20;

    protected override bool Holds(JsonElement value)
    {
        foreach (var one in allowed)
        {
            if (JsonElement.DeepEquals(one, value))
            {
                return true;
            }
        }

        return false;
    }

    protected override string Explain(JsonElement value)
    {
        var list = string.Join(", ", allowed.Take(Listed).Select(JsonText.Short)) + (allowed.Count > Listed ? ", …" : "");
        return allowed.Count == 1 ? $"expected {list}, got {JsonText.Describe(value)}" : $"expected one of {list}; got {JsonText.Describe(value)}";
    }
}
