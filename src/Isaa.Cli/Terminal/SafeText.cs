using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Isaa.Cli.Terminal;

/// <summary>
/// Text of models, tools and files made harmless for a terminal: control characters (the escape sequences' beginnings among them) and characters that
/// turn the direction of writing are shown as what they are or left out, and nothing in it is taken for markup.
/// </summary>
internal static class SafeText
{
    private const char Replacement = '\uFFFD';

    /// <summary>Keeps line breaks and tabs; replaces everything that would steer the terminal.</summary>
    public static string Clean(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (!text.AsSpan().ContainsAnyInRange('\0', '\u001f') && !text.Any(IsHostile))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings("\n"))
        {
            clean.Append(c is '\n' or '\t' || !IsHostile(c) ? c : Replacement);
        }

        return clean.ToString();
    }

    /// <summary>One line of at most so many characters, with a mark where it was cut.</summary>
    public static string Line(string? text, int most)
    {
        var clean = Clean(text is { Length: > 0 } && text.Length > most * 4 ? text[..(most * 4)] : text);
        var line = string.Join(' ', clean.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= most)
        {
            return line;
        }

        var elements = new StringInfo(line);
        return elements.LengthInTextElements <= most ? line : elements.SubstringByTextElements(0, Math.Max(1, most - 1)) + "…";
    }

    /// <summary>One line, safe inside markup.</summary>
    public static string Markup(string? text, int most = 200) => Line(text, most).EscapeMarkup();

    private static bool IsHostile(char c) =>
        char.IsControl(c)
        || c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\u200e' or '\u200f' or '\u061c' or '\u2028' or '\u2029';
}
