using System.Text.Json;
using Isaa.Cli.Terminal;

namespace Isaa.Cli.Rendering;

/// <summary>A tool call's arguments on one line: names with short values; a long text is given by its length.</summary>
internal static class ArgumentText
{
    private const int LongestValue = 40;

    public static string Shorten(string arguments, int most)
    {
        try
        {
            using var json = JsonDocument.Parse(arguments);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? SafeText.Line(string.Join(", ", json.RootElement.EnumerateObject().Select(Show)), most)
                : SafeText.Line(arguments, most);
        }
        catch (JsonException)
        {
            return SafeText.Line(arguments, most);
        }
    }

    private static string Show(JsonProperty property)
    {
        var text = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
        var isLong = text.Length > LongestValue || text.Contains('\n', StringComparison.Ordinal);
        return $"{property.Name}: {(isLong ? $"({Measure.Plural(text.Length, "character")})" : text)}";
    }
}
