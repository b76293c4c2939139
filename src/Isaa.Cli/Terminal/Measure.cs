using System.Globalization;

namespace Isaa.Cli.Terminal;

/// <summary>Times, sizes and money in a form people read at a glance.</summary>
internal static class Measure
{
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1000 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalMilliseconds):0} ms"),
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} days"),
    };

    /// <summary>Whole seconds, for a clock that ticks.</summary>
    public static string Ticking(TimeSpan time) => time.TotalSeconds < 60 ? $"{(int)Math.Max(0, time.TotalSeconds)} s" : Duration(time);

    public static string Ago(TimeSpan time) => time.TotalSeconds < 5 ? "just now" : $"{Ticking(time)} ago";

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Plural(long number, string one) => $"{Count(number)} {one}{(number == 1 ? "" : "s")}";

    public static string Usd(decimal amount) => amount is > 0 and < 0.01m
        ? string.Create(CultureInfo.InvariantCulture, $"${amount:0.0000}")
        : string.Create(CultureInfo.InvariantCulture, $"${amount:0.00}");
}
