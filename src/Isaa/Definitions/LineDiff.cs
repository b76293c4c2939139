using System.Globalization;
using System.Text;

namespace Isaa.Definitions;

/// <summary>What changed from one text to another, line by line. Thread safe.</summary>
public static class LineDiff
{
    private const int Context = 3;

    /// <summary>The most pairs of lines that are compared; beyond it the whole middle is shown as replaced.</summary>
    private const long MaxPairs = 25_000_000;

    /// <summary>A unified diff with three lines around each change; empty when the texts are the same.</summary>
    /// <param name="before">The one text.</param>
    /// <param name="after">The other.</param>
    /// <param name="beforeName">What the one is called.</param>
    /// <param name="afterName">What the other is called.</param>
    public static string Unified(string before, string after, string beforeName, string afterName)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before == after)
        {
            return "";
        }

        var lines = Compare(Split(before), Split(after));
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"--- {beforeName}\n+++ {afterName}\n");
        for (var i = 0; i < lines.Count;)
        {
            if (lines[i].Mark == ' ')
            {
                i++;
                continue;
            }

            i = WriteHunk(text, lines, i);
        }

        return text.ToString();
    }

    private static int WriteHunk(StringBuilder text, List<(char Mark, string Line)> lines, int changed)
    {
        var from = Math.Max(0, changed - Context);
        var end = changed;
        for (var i = changed; i < lines.Count && i <= end + (2 * Context); i++)
        {
            end = lines[i].Mark == ' ' ? end : i;
        }

        var to = Math.Min(lines.Count, end + Context + 1);
        var before = lines.Take(from).Count(l => l.Mark != '+');
        var after = lines.Take(from).Count(l => l.Mark != '-');
        var hunk = lines[from..to];
        text.Append(CultureInfo.InvariantCulture, $"@@ -{Range(before, hunk.Count(l => l.Mark != '+'))} +{Range(after, hunk.Count(l => l.Mark != '-'))} @@\n");
        foreach (var (mark, line) in hunk)
        {
            text.Append(mark).Append(line).Append('\n');
        }

        return to;
    }

    private static string Range(int start, int count) => string.Create(CultureInfo.InvariantCulture, $"{(count == 0 ? start : start + 1)},{count}");

    private static string[] Split(string text) => text.Length == 0 ? [] : (text.EndsWith('\n') ? text[..^1] : text).Split('\n');

    private static List<(char Mark, string Line)> Compare(string[] before, string[] after)
    {
        var same = 0;
        while (same < before.Length && same < after.Length && before[same] == after[same])
        {
            same++;
        }

        var tail = 0;
        while (tail < before.Length - same && tail < after.Length - same && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        return
        [
            .. before.Take(same).Select(l => (' ', l)),
            .. Middle(before[same..^tail], after[same..^tail]),
            .. before[^tail..].Select(l => (' ', l)),
        ];
    }

    // The longest common subsequence of lines stays; what is not in it was taken out or put in.
    private static List<(char Mark, string Line)> Middle(string[] before, string[] after)
    {
        if ((long)before.Length * after.Length > MaxPairs)
        {
            return [.. before.Select(l => ('-', l)), .. after.Select(l => ('+', l))];
        }

        var length = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                length[i, j] = before[i] == after[j] ? length[i + 1, j + 1] + 1 : Math.Max(length[i + 1, j], length[i, j + 1]);
            }
        }

        return Walk(before, after, length);
    }

    private static List<(char Mark, string Line)> Walk(string[] before, string[] after, int[,] length)
    {
        var lines = new List<(char, string)>();
        var (i, j) = (0, 0);
        while (i < before.Length || j < after.Length)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                lines.Add((' ', before[i++]));
                j++;
            }
            else if (i < before.Length && (j == after.Length || length[i + 1, j] >= length[i, j + 1]))
            {
                lines.Add(('-', before[i++]));
            }
            else
            {
                lines.Add(('+', after[j++]));
            }
        }

        return lines;
    }
}
