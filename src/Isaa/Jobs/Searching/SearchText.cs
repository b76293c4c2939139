using System.Globalization;
using System.Text;
using Isaa.Diagnostics;

namespace Isaa.Jobs.Searching;

/// <summary>
/// Words as the full-text index knows them: runs of letters and digits, in small letters. Made here and not by a database, so that all of them find the
/// same; accents stay, because taking them off needs tables that not every machine has.
/// </summary>
public static class SearchText
{
    private const int LongestWord = 64;
    private const int MostTerms = 16;

    /// <summary>The words of a text, joined by spaces.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="mostCharacters">The result is not longer; what does not fit is left out.</param>
    public static string Fold(string text, int mostCharacters)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder();
        var word = 0;
        foreach (var character in text)
        {
            if (char.IsLetterOrDigit(character))
            {
                if (word == 0 && folded.Length > 0)
                {
                    folded.Append(' ');
                }

                if (++word <= LongestWord)
                {
                    folded.Append(char.ToLowerInvariant(character));
                }
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.NonSpacingMark)
            {
                word = 0;
            }

            if (folded.Length >= mostCharacters)
            {
                break;
            }
        }

        return folded.ToString();
    }

    /// <summary>Reads what somebody looks for.</summary>
    /// <param name="query">Words, <c>"phrases in quotes"</c>, <c>beginnings*</c>.</param>
    /// <exception cref="IsaaException"><c>text_invalid</c>: there is no word in it, or too many.</exception>
    public static IReadOnlyList<SearchTerm> Parse(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var terms = new List<SearchTerm>();
        var parts = query.Split('"');
        for (var i = 0; i < parts.Length; i++)
        {
            // What stands between two quotes is a phrase; a quote without its second one is none.
            if (i % 2 == 1 && i < parts.Length - 1)
            {
                Add(terms, parts[i], isPrefix: false);
                continue;
            }

            foreach (var part in parts[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                Add(terms, part, part.EndsWith('*'));
            }
        }

        return terms.Count is > 0 and <= MostTerms
            ? terms
            : throw new IsaaException("text_invalid", terms.Count == 0
                ? "There is no word to look for: a word has letters or digits."
                : $"The search has {terms.Count} words and phrases; at most {MostTerms} are looked for.");
    }

    private static void Add(List<SearchTerm> terms, string text, bool isPrefix)
    {
        var words = Fold(text, int.MaxValue).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 0)
        {
            terms.Add(new SearchTerm(words, isPrefix));
        }
    }
}
