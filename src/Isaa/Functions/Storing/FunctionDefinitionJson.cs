using System.Text.Json;
using System.Text.Json.Serialization;

namespace Isaa.Functions.Storing;

/// <summary>How functions are written as JSON in a store and on the wire.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FunctionDefinition))]
[JsonSerializable(typeof(FunctionError))]
[JsonSerializable(typeof(JsonElement))]
public sealed partial class FunctionDefinitionJson : JsonSerializerContext
{
    /// <summary>The canonical form: the same content gives the same bytes.</summary>
    /// <param name="definition">The function.</param>
    public static byte[] Write(FunctionDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return JsonSerializer.SerializeToUtf8Bytes(definition with { Code = definition.Code.Replace("\r\n", "\n", StringComparison.Ordinal) }, Default.FunctionDefinition);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, also of earlier versions of Isaa.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <exception cref="JsonException">It is no function.</exception>
    public static FunctionDefinition Read(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, Default.FunctionDefinition) ?? throw new JsonException("A function's definition is null.");
}
