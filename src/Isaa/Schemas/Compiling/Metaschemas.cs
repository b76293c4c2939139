using System.Collections.Concurrent;
using System.Text.Json;

namespace Isaa.Schemas.Compiling;

/// <summary>The schemas of schemas, which come with the program.</summary>
internal static class Metaschemas
{
    private const string Modern = "https://json-schema.org/draft/2020-12/";

    private static readonly ConcurrentDictionary<string, JsonElement> Read = new(StringComparer.Ordinal);

    public static bool TryFind(string uri, out JsonElement schema)
    {
        var file = uri switch
        {
            "http://json-schema.org/draft-07/schema" => "draft-07",
            Modern + "schema" => "draft-2020-12",
            _ when uri.StartsWith(Modern + "meta/", StringComparison.Ordinal) => "draft-2020-12." + uri[(Modern.Length + "meta/".Length)..],
            _ => null,
        };
        schema = default;
        if (file is null)
        {
            return false;
        }

        using var stream = typeof(Metaschemas).Assembly.GetManifestResourceStream($"Isaa.Schemas.Metaschemas.{file}.json");
        if (stream is null)
        {
            return false;
        }

        schema = Read.GetOrAdd(uri, _ =>
        {
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.Clone();
        });
        return true;
    }
}
