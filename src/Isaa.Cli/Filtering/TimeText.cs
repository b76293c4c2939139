using System.Globalization;

namespace Isaa.Cli.Filtering;

/// <summary>Times as people write them: <c>2h</c> ago, <c>+30m</c> from now, or a date with or without a time of day.</summary>
internal static class TimeText
{
    public const string Forms = "2h or 7d ago, +30m from now, 2026-01-31, or 2026-01-31T18:00Z";

    private const DateTimeStyles Styles = DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal;

    private static readonly string[] Formats =
        ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public static DateTimeOffset Read(string option, string text, DateTimeOffset now)
    {
        var isLater = text.StartsWith('+');
        if (TryReadSpan(isLater ? text[1..] : text, out var span))
        {
            return isLater ? now + span : now - span;
        }

        return DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, Styles, out var time)
            ? time
            : throw new CliException(ExitCode.BadInput, "time_invalid", $"{option} '{text}' is no time. Write {Forms}; without a zone it is UTC.");
    }

    /// <summary>Reads a length of time such as <c>90s</c>, <c>30m</c>, <c>2h</c> or <c>7d</c>.</summary>
    public static TimeSpan ReadSpan(string option, string text) => TryReadSpan(text, out var span)
        ? span
        : throw new CliException(ExitCode.BadInput, "time_invalid", $"{option} '{text}' is no length of time. Write 90s, 30m, 2h or 7d.");

    private static bool TryReadSpan(string text, out TimeSpan span)
    {
        span = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 100_000)
        {
            return false;
        }

        TimeSpan? found = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
        span = found.GetValueOrDefault();
        return found is not null;
    }
}
