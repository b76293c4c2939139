using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;

namespace Isaa.Chains.Formats;

/// <summary>The JSON Schemas of types.</summary>
internal static class TypeSchemas
{
    // Numbers are numbers here: what reads an answer is lenient, what asks for one is not.
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly ConcurrentDictionary<Type, JsonElement> Known = new();

    public static JsonElement Of(Type type) => Known.GetOrAdd(type, static t => AIJsonUtilities.CreateJsonSchema(t, serializerOptions: Strict));

    public static string? TitleOf(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("title", out var title) && title.ValueKind == JsonValueKind.String ? title.GetString() : null;
}
