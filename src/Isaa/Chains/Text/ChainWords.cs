using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Isaa.Chains.Text;

/// <summary>The words of the language, and how names, texts and times are written in it.</summary>
internal static class ChainWords
{
    public const string Format = "CF";
    public const string Condition = "IS";
    public const string All = "all";
    public const string First = "first";
    public const string Repeat = "repeat";
    public const string Approval = "approval";
    public const string Signal = "signal";
    public const string Model = "model";
    public const string Agent = "agent";
    public const string Function = "fn";
    public const string Tool = "tool";
    public const string Chain = "chain";
    public const string Until = "until";
    public const string Max = "max";
    public const string Timeout = "timeout";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (string Sign, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Words that mean something else when they stand alone, so that an agent of that name needs its prefix.</summary>
    public static IReadOnlySet<string> Reserved { get; } = new HashSet<string>(StringComparer.Ordinal) { Format, Condition, All, First, Repeat, Approval, Signal };

    /// <summary>What may stand before a colon.</summary>
    public static IReadOnlyList<string> Prefixes { get; } = [Agent, Function, Tool, Chain, Model];

    public static string Name(string name) => TextCursor.IsName(name) ? name : Quote(name);

    public static string Quote(string text) => JsonSerializer.Serialize(text, Readable);

    public static string Json(JsonElement value) => JsonSerializer.Serialize(value, Readable);

    /// <summary>A time such as <c>2h30m</c>.</summary>
    public static string Time(TimeSpan time)
    {
        var text = new StringBuilder();
        Append(text, time.Days, "d");
        Append(text, time.Hours, "h");
        Append(text, time.Minutes, "m");
        var seconds = new TimeSpan(time.Ticks % TimeSpan.TicksPerMinute).TotalSeconds;
        if (seconds > 0 || text.Length == 0)
        {
            text.Append(seconds.ToString("0.#######", CultureInfo.InvariantCulture)).Append('s');
        }

        return text.ToString();
    }

    /// <summary>Reads a time such as <c>2h30m</c> or <c>1.5s</c>.</summary>
    public static TimeSpan ReadTime(TextCursor cursor)
    {
        var start = cursor.Position;
        var total = 0m;
        while (cursor.TryNumber() is { } number)
        {
            var unit = Array.Find(Units, u => cursor.Sees(u.Sign));
            if (unit.Sign is null || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                throw cursor.Unexpected("a unit of time: d, h, m, s or ms");
            }

            _ = cursor.TryTake(unit.Sign);
            total += Math.Min(amount, long.MaxValue) * unit.Length.Ticks;
        }

        if (cursor.Position == start)
        {
            throw cursor.Unexpected("a time such as 30s, 15m or 2h30m");
        }

        return total is > 0 and <= long.MaxValue ? new TimeSpan((long)total)
            : throw cursor.Error("chain_syntax", "The time must be longer than nothing and shorter than 10,000,000 days.", start);
    }

    private static void Append(StringBuilder text, int amount, string unit)
    {
        if (amount > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{amount}{unit}");
        }
    }
}
