namespace Isaa.Diagnostics;

/// <summary>Finds the names a person most likely meant. Thread safe.</summary>
public static class NearestNames
{
    /// <summary>The candidates nearest to a name, best first; empty when none is near.</summary>
    /// <param name="name">The name that was not found; letter case does not matter.</param>
    /// <param name="candidates">All valid names.</param>
    /// <param name="count">At most this many.</param>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> candidates, int count = 3)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(candidates);
        var wanted = name.ToUpperInvariant();
        return
        [
            .. candidates.Distinct(StringComparer.Ordinal)
                .Select(candidate => (Name: candidate, Score: Score(wanted, candidate.ToUpperInvariant())))
                .Where(scored => scored.Score is not null)
                .OrderBy(scored => scored.Score)
                .ThenBy(scored => scored.Name, StringComparer.Ordinal)
                .Take(count)
                .Select(scored => scored.Name),
        ];
    }

    /// <summary>A sentence with a leading space that offers the nearest names, or all names when none is near and there are few; else empty.</summary>
    /// <param name="name">The name that was not found.</param>
    /// <param name="candidates">All valid names.</param>
    public static string Hint(string name, IEnumerable<string> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        var all = candidates.Distinct(StringComparer.Ordinal).ToList();
        var near = Of(name, all);
        return near.Count > 0 ? $" Did you mean {Join(near)}?"
            : all.Count is > 0 and <= 20 ? $" Valid: {string.Join(", ", all)}."
            : "";
    }

    /// <summary>How many insertions, deletions, replacements and swaps of neighbours turn one text into the other.</summary>
    /// <param name="left">One text.</param>
    /// <param name="right">The other.</param>
    public static int Distance(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var beforeLast = new int[right.Length + 1];
        var last = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var current = new int[right.Length + 1];
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(replaced, Math.Min(last[j], current[j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, current);
        }

        return last[right.Length];
    }

    // A part of a name counts as near, after all that differ by a few letters only.
    private static int? Score(string wanted, string candidate)
    {
        var allowed = Math.Max(1, Math.Max(wanted.Length, candidate.Length) / 3);
        if (Math.Abs(wanted.Length - candidate.Length) <= allowed)
        {
            var distance = Distance(wanted, candidate);
            if (distance <= allowed)
            {
                return distance;
            }
        }

        return wanted.Length >= 3 && (candidate.Contains(wanted, StringComparison.Ordinal) || (candidate.Length >= 3 && wanted.Contains(candidate, StringComparison.Ordinal)))
            ? 100 + Math.Abs(wanted.Length - candidate.Length)
            : null;
    }

    private static string Join(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Count - 1))} or {names[^1]}";
}
