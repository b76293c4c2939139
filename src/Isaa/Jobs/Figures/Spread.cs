namespace Isaa.Jobs.Figures;

/// <summary>How lengths of time are spread.</summary>
/// <param name="Median">Half of them are no longer.</param>
/// <param name="Most">95 of 100 are no longer.</param>
public sealed record Spread(TimeSpan Median, TimeSpan Most)
{
    /// <summary>The spread of some lengths; null of none.</summary>
    /// <param name="lengths">The lengths, in any order.</param>
    public static Spread? Of(IEnumerable<TimeSpan> lengths)
    {
        var sorted = lengths.Order().ToList();
        return sorted.Count == 0 ? null : new Spread(At(sorted, 0.5), At(sorted, 0.95));
    }

    private static TimeSpan At(List<TimeSpan> sorted, double share) => sorted[(int)Math.Ceiling(sorted.Count * share) - 1];
}
