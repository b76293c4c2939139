using System.Text.Json;

namespace Isaa.Schemas.Validation;

/// <summary>Equality as JSON Schema means it: numbers by value, members in any order.</summary>
internal sealed class JsonEquality : IEqualityComparer<JsonElement>
{
    public static JsonEquality Instance { get; } = new();

    public bool Equals(JsonElement x, JsonElement y) => JsonElement.DeepEquals(x, y);

    public int GetHashCode(JsonElement obj) => obj.ValueKind switch
    {
        JsonValueKind.Number => ExactNumber.Read(obj).GetHashCode(),
        JsonValueKind.String => StringComparer.Ordinal.GetHashCode(JsonText.Of(obj)),
        JsonValueKind.Array => obj.EnumerateArray().Aggregate(1, (hash, item) => HashCode.Combine(hash, GetHashCode(item))),
        JsonValueKind.Object => obj.EnumerateObject().Aggregate(2, (hash, member) =>
            hash ^ HashCode.Combine(StringComparer.Ordinal.GetHashCode(member.Name), GetHashCode(member.Value))),
        _ => (int)obj.ValueKind,
    };
}
