using System.Text.Json;

namespace Isaa.Schemas.Compiling;

/// <summary>One JSON document with the schema resources in it, by their place.</summary>
internal sealed class SchemaDocument(JsonElement root, string name)
{
    public JsonElement Root { get; } = root;

    public Dictionary<string, SchemaResource> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>How a place in this document is written in messages.</summary>
    public string Locate(string pointer) => $"{name}#{pointer}";

    /// <summary>The innermost resource that a place belongs to.</summary>
    public SchemaResource ResourceOf(string pointer)
    {
        while (true)
        {
            if (Resources.TryGetValue(pointer, out var resource))
            {
                return resource;
            }

            pointer = pointer[..pointer.LastIndexOf('/')];
        }
    }

    public bool TryWalk(string pointer, out JsonElement found)
    {
        found = Root;
        foreach (var token in JsonPointer.Split(pointer))
        {
            var isThere = found.ValueKind switch
            {
                JsonValueKind.Object => found.TryGetProperty(token, out found),
                JsonValueKind.Array when int.TryParse(token, out var index) && index >= 0 && index < found.GetArrayLength() => (found = found[index]).ValueKind != JsonValueKind.Undefined,
                _ => false,
            };
            if (!isThere)
            {
                return false;
            }
        }

        return true;
    }
}
