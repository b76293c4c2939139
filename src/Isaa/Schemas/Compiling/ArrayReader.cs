using System.Text.Json;
using Isaa.Schemas.Keywords.Arrays;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Compiling;

/// <summary>Reads the keywords about items of arrays.</summary>
internal static class ArrayReader
{
    public static IEnumerable<Keyword> Read(SchemaReader reader)
    {
        if (Items(reader) is { } items)
        {
            yield return items;
        }

        if (reader.Child("contains") is { } contained)
        {
            var least = 1L;
            var most = long.MaxValue;
            if (reader.Dialect is { IsDraft7: false, HasValidation: true })
            {
                least = reader.TryGetCount("minContains", out var min) ? min : least;
                most = reader.TryGetCount("maxContains", out var max) ? max : most;
            }

            yield return new ContainsKeyword(reader.At("contains"), contained, least, most);
        }

        if (reader.Dialect.HasValidation && reader.TryGet("uniqueItems", out var unique))
        {
            if (unique.ValueKind == JsonValueKind.True)
            {
                yield return new UniqueItems(reader.At("uniqueItems"));
            }
            else if (unique.ValueKind != JsonValueKind.False)
            {
                reader.Fault("uniqueItems", "must be true or false");
            }
        }

        if (!reader.Dialect.IsDraft7 && reader.Child("unevaluatedItems") is { } unevaluated)
        {
            yield return new UnevaluatedItems(reader.At("unevaluatedItems"), unevaluated);
        }
    }

    private static ItemsKeyword? Items(SchemaReader reader)
    {
        var isList = reader.TryGet("items", out var items) && items.ValueKind == JsonValueKind.Array;
        var leading = isList ? reader.Children("items", mayBeEmpty: true)
            : reader.Dialect.IsDraft7 ? null
            : reader.Children("prefixItems");
        var rest = isList ? reader.Child("additionalItems") : reader.Child("items");
        var place = isList || leading is null ? "items" : rest is null ? "prefixItems" : "items";
        return leading is null && rest is null ? null : new ItemsKeyword(reader.At(place), leading ?? [], rest);
    }
}
