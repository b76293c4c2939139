using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Arrays;

internal sealed class UniqueItems(string location) : Assertion(location)
{
    protected override bool Holds(JsonElement value) => value.ValueKind != JsonValueKind.Array || Repeated(value) is null;

    protected override string Explain(JsonElement value) =>
        Repeated(value) is var (first, second) ? $"items must differ, but items {first} and {second} are equal" : "";

    private static (int First, int Second)? Repeated(JsonElement array)
    {
        var places = new Dictionary<JsonElement, int>(JsonEquality.Instance);
        foreach (var (index, item) in array.EnumerateArray().Index())
        {
            if (!places.TryAdd(item, index))
            {
                return (places[item], index);
            }
        }

        return null;
    }
}
