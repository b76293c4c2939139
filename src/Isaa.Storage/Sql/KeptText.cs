using System.Text;

namespace Isaa.Storage.Sql;

/// <summary>
/// Text as both databases can keep it. PostgreSQL knows no U+0000, and neither keeps half of a surrogate pair: free text has the replacement character
/// there, so that no message that a stranger wrote makes a write fail. Names and keys with such characters are refused before they come here.
/// </summary>
internal static class KeptText
{
    /// <summary>The text, with U+FFFD for what cannot be kept.</summary>
    public static string Of(string text)
    {
        var first = IndexOfLost(text, 0);
        if (first < 0)
        {
            return text;
        }

        var kept = new StringBuilder(text);
        for (var i = first; i >= 0; i = IndexOfLost(text, i + 1))
        {
            kept[i] = '\uFFFD';
        }

        return kept.ToString();
    }

    private static int IndexOfLost(string text, int start)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (text[i] == '\0' || char.IsSurrogate(text[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
