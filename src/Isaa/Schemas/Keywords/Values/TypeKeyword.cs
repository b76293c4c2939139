using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Values;

internal sealed class TypeKeyword(string location, IReadOnlyList<string> types) : Assertion(location)
{
    public static IReadOnlyList<string> Known { get; } = ["null", "boolean", "object", "array", "number", "string", "integer"];

    protected override bool Holds(JsonElement value)
    {
        foreach (var type in types)
        {
            if (Is(value, type))
            {
                return true;
            }
        }

        return false;
    }

    protected override string Explain(JsonElement value) => $"expected {string.Join(" or ", types)}, got {JsonText.Describe(value)}";

    private static bool Is(JsonElement value, string type) => value.ValueKind switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Number => type == "number" || (type == "integer" && (value.TryGetInt64(out _) || ExactNumber.Read(value).IsInteger)),
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        _ => type == "null",
    };
}
