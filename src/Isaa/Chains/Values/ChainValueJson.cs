using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Isaa.Agents.Turns;

namespace Isaa.Chains.Values;

/// <summary>How values of chains are written as JSON and read.</summary>
internal static class ChainValueJson
{
    private const int MaxShown = 200;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static string Write(JsonElement json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            json.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static JsonElement ToElement(string text) => Build(writer => writer.WriteStringValue(text));

    public static JsonElement ToElement(IEnumerable<JsonElement> items) => Build(writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    });

    public static JsonElement Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            write(writer);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    /// <summary>The JSON value in a text, which may stand in a code fence or among words.</summary>
    public static JsonElement? Find(string text) => AnswerSchema.Find(text);

    /// <summary>A text short enough for a message.</summary>
    public static string Cut(string text) => text.Length <= MaxShown ? text : $"{text.AsSpan(0, MaxShown - 1)}…";
}
