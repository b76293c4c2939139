using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Isaa.Tools.Calling;

/// <summary>Turns what a tool returns into text that is safe to show in a terminal and short enough for a model.</summary>
internal static class ResultText
{
    /// <summary>The text of a tool's return value.</summary>
    public static string Of(object? result) => result switch
    {
        null => "done",
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        JsonElement json => json.GetRawText(),
        TextContent content => content.Text,
        IEnumerable<AIContent> contents => string.Join('\n', contents.OfType<TextContent>().Select(static content => content.Text)),
        _ => JsonSerializer.Serialize(result, AIJsonUtilities.DefaultOptions),
    };

    /// <summary>A text of any length as a model and a terminal may have it. What is left out is never looked at, so a huge text costs little more than a short one.</summary>
    public static string Show(string text, int most)
    {
        var kept = Cap(text, most);
        var safe = Neutralize(kept);
        return safe.Length > kept.Length ? Cap(safe, most) : safe;
    }

    /// <summary>Makes control characters, terminal escapes, direction overrides and lone surrogates visible instead of effective.</summary>
    public static string Neutralize(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\0', '\b') && !text.Any(IsDangerous))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\r')
            {
                _ = i + 1 < text.Length && text[i + 1] == '\n' ? safe : safe.Append('\n');
            }
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                _ = safe.Append(c).Append(text[++i]);
            }
            else
            {
                _ = IsDangerous(c) ? safe.Append(Picture(c)) : safe.Append(c);
            }
        }

        return safe.ToString();
    }

    /// <summary>Cuts the middle out of a text that is too long and says how much is missing.</summary>
    public static string Cap(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        var head = most * 2 / 3;
        var tail = text.Length - (most - head);
        head -= char.IsHighSurrogate(text[head - 1]) ? 1 : 0;
        tail += char.IsLowSurrogate(text[tail]) ? 1 : 0;
        var mark = string.Create(CultureInfo.InvariantCulture, $"\n\n[… {tail - head:N0} of {text.Length:N0} characters left out here …]\n\n");
        return string.Concat(text.AsSpan(0, head), mark, text.AsSpan(tail));
    }

    private static bool IsDangerous(char c) =>
        char.IsControl(c) && c is not ('\n' or '\t') || char.IsSurrogate(c) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static string Picture(char c) => c switch
    {
        < ' ' => ((char)('\u2400' + c)).ToString(),
        '\u007f' => "\u2421",
        >= '\ud800' and <= '\udfff' => "\ufffd",
        _ => $"\\u{(int)c:X4}",
    };
}
