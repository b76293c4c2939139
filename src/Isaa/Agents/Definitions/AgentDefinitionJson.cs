using System.Text.Json;
using System.Text.Json.Serialization;
using Isaa.Definitions;

namespace Isaa.Agents.Definitions;

/// <summary>How definitions are written as JSON in a store and on the wire.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AgentDefinition))]
public sealed partial class AgentDefinitionJson : JsonSerializerContext
{
    /// <summary>The canonical form: the same content gives the same bytes.</summary>
    /// <param name="definition">The definition.</param>
    public static byte[] Write(AgentDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var canonical = definition with
        {
            Metadata = Sorted(definition.Metadata),
            Variables = Sorted(definition.Variables),
            Mcp = [.. definition.Mcp.Select(server => server with { Environment = Sorted(server.Environment), Headers = Sorted(server.Headers) })],
        };
        return JsonSerializer.SerializeToUtf8Bytes(canonical, Default.AgentDefinition);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, also of earlier versions of Isaa.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <exception cref="JsonException">It is no definition.</exception>
    public static AgentDefinition Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.AgentDefinition) ?? throw new JsonException("An agent's definition is null.");

    /// <summary>The SHA-256 of the canonical form, in hexadecimal.</summary>
    /// <param name="definition">The definition.</param>
    public static string Hash(AgentDefinition definition) => DefinitionVersion.HashOf(Write(definition));

    private static SortedDictionary<string, T> Sorted<T>(IReadOnlyDictionary<string, T> entries) => new(entries.ToDictionary(), StringComparer.Ordinal);
}
