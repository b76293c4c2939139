using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Isaa.Models.Providers;

namespace Isaa.Connectors.Calling;

/// <summary>Makes a request with a JSON body that asks for a stream of events.</summary>
internal static class JsonRequest
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static HttpRequestMessage Post(ModelConnection connection, string path, string keyHeader, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
        {
            write(writer);
        }

        var request = new HttpRequestMessage(HttpMethod.Post, connection.Address.AbsoluteUri.TrimEnd('/') + path)
        {
            Content = new ReadOnlyMemoryContent(buffer.WrittenMemory),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (connection.Key is { } key)
        {
            request.Headers.TryAddWithoutValidation(keyHeader, key.Reveal());
        }

        return request;
    }
}
