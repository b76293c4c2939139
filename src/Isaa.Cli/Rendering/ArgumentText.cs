using System.Text;
using System.Text.Json;
using Isaa.Cli.Terminal;

namespace Isaa.Cli.Rendering;

/// <summary>A tool call's arguments on one line: names with short values; a long text is given by its length. The JSON may have been cut.</summary>
internal static class ArgumentText
{
    private const int LongestValue = 40;

    public static string Shorten(string arguments, int most)
    {
        var parts = new List<string>();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(arguments), isFinalBlock: false, default);
        string? open = null;
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return SafeText.Line(arguments, most);
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                open = reader.GetString();
                if (!JsonDocument.TryParseValue(ref reader, out var value))
                {
                    break;
                }

                using (value)
                {
                    parts.Add($"{open}: {Show(value.RootElement)}");
                    open = null;
                }
            }
        }
        catch (JsonException)
        {
            // What was read before the fault is shown.
        }

        if (open is not null)
        {
            parts.Add($"{open}: (long)");
        }

        return parts.Count == 0 && arguments.Length > 2 ? SafeText.Line(arguments, most) : SafeText.Line(string.Join(", ", parts), most);
    }

    private static string Show(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var isLong = text.Length > LongestValue || text.Contains('\n', StringComparison.Ordinal);
        return isLong ? $"({Measure.Plural(text.Length, "character")})" : text;
    }
}
