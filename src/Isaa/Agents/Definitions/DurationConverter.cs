using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Isaa.Agents.Definitions;

/// <summary>Durations as <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>1d</c> or <c>hh:mm:ss</c>; written in the last form.</summary>
internal sealed partial class DurationConverter : JsonConverter<TimeSpan?>
{
    public override TimeSpan? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return null;
        }

        return TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException("A duration is written as 90s, 10m, 1h30m, 1d or hh:mm:ss.");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan? value, JsonSerializerOptions options)
    {
        if (value is { } duration)
        {
            writer.WriteStringValue(duration.ToString("c", CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    public static bool TryParse(string? text, out TimeSpan value)
    {
        if (text is not null && Units().Match(text) is { Success: true, Length: > 0 } match)
        {
            var seconds = (Amount(match, "d") * 86_400) + (Amount(match, "h") * 3_600) + (Amount(match, "m") * 60) + Amount(match, "s");
            value = TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2));
            return true;
        }

        return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value) && text!.Contains(':', StringComparison.Ordinal);
    }

    private static double Amount(Match match, string unit) =>
        match.Groups[unit] is { Success: true } group ? double.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^(?:(?<d>\d{1,6})d)?(?:(?<h>\d{1,8})h)?(?:(?<m>\d{1,9})m)?(?:(?<s>\d{1,9}(?:\.\d{1,7})?)s)?$")]
    private static partial Regex Units();
}
