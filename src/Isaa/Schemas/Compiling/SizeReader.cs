using System.Text.Json;
using Isaa.Schemas.Keywords.Values;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Compiling;

/// <summary>Reads the limits of lengths and counts.</summary>
internal static class SizeReader
{
    private static readonly (string Keyword, bool IsUpper, JsonValueKind Kind)[] Limits =
    [
        ("minLength", false, JsonValueKind.String), ("maxLength", true, JsonValueKind.String),
        ("minItems", false, JsonValueKind.Array), ("maxItems", true, JsonValueKind.Array),
        ("minProperties", false, JsonValueKind.Object), ("maxProperties", true, JsonValueKind.Object),
    ];

    public static IEnumerable<Keyword> Read(SchemaReader reader)
    {
        foreach (var (keyword, isUpper, kind) in Limits)
        {
            if (reader.TryGetCount(keyword, out var limit))
            {
                yield return new LengthLimit(reader.At(keyword), limit, isUpper, kind);
            }
        }
    }
}
