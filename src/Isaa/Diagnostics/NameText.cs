namespace Isaa.Diagnostics;

/// <summary>What names and keys must not have, since no store could tell them apart afterwards.</summary>
internal static class NameText
{
    /// <summary>Why the text cannot be a name; null when it can.</summary>
    public static string? FindFault(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
            {
                return $"has the character U+0000 at place {i + 1}";
            }

            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(text[i]))
            {
                return $"has half of a character (U+{(int)text[i]:X4}) at place {i + 1}";
            }
        }

        return null;
    }
}
