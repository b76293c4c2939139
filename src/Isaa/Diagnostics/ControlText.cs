using System.Globalization;
using System.Text;

namespace Isaa.Diagnostics;

/// <summary>Makes text that strangers wrote safe to show on a terminal or a page of text.</summary>
internal static class ControlText
{
    /// <summary>
    /// The text with control characters written out (<c>\x1b</c>), and so too what turns the direction of writing or is no character at all;
    /// line ends and tabs stay.
    /// </summary>
    public static string Neutralize(string text)
    {
        var first = IndexOfUnsafe(text);
        if (first < 0)
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 16).Append(text, 0, first);
        for (var i = first; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                _ = safe.Append(text[i++]).Append(text[i]);
            }
            else if (IsUnsafe(text[i]))
            {
                _ = text[i] < 0x100 ? safe.Append(CultureInfo.InvariantCulture, $"\\x{(int)text[i]:x2}") : safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            }
            else
            {
                _ = safe.Append(text[i]);
            }
        }

        return safe.ToString();
    }

    private static int IndexOfUnsafe(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsUnsafe(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsUnsafe(char c) => c is '\n' or '\t' ? false : char.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
