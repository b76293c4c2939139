using System.Text.Json;
using System.Text.RegularExpressions;

namespace Isaa.Models.Scripted.Templates;

/// <summary>Finds a value in JSON text by a path of names and indices.</summary>
internal static partial class JsonPath
{
    public static bool IsValid(string path) => WholePath().IsMatch(path);

    /// <summary>The value as text; null when the text is no JSON or has nothing there.</summary>
    public static string? Find(string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var at = document.RootElement;
            foreach (Match part in Part().Matches(path))
            {
                if (!Step(at, part, out at))
                {
                    return null;
                }
            }

            return at.ValueKind == JsonValueKind.String ? at.GetString() : at.GetRawText();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool Step(JsonElement at, Match part, out JsonElement next)
    {
        next = at;
        if (part.Groups["name"] is { Success: true } name)
        {
            return at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name.ValueSpan, out next);
        }

        if (at.ValueKind != JsonValueKind.Array || !int.TryParse(part.Groups["index"].ValueSpan, out var index) || index >= at.GetArrayLength())
        {
            return false;
        }

        next = at[index];
        return true;
    }

    [GeneratedRegex(@"(?<name>[^.\[\]]+)|\[(?<index>\d+)\]")]
    private static partial Regex Part();

    [GeneratedRegex(@"^([^.\[\]]+|\[\d+\])(\.[^.\[\]]+|\[\d+\])*$")]
    private static partial Regex WholePath();
}
