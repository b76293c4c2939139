namespace Isaa.Storage.Tests.Soak;

/// <summary>Judges whether a long run stayed flat.</summary>
internal static class SoakVerdict
{
    /// <summary>
    /// Compares the middle value of the last third with that of the middle third; the first third is warming up. Single bad moments of a busy machine do not
    /// count, and what grows steadily does however slowly, if the run is long.
    /// </summary>
    /// <returns>What is not flat; empty when all is well.</returns>
    public static IReadOnlyList<string> Judge(IReadOnlyList<SoakSample> samples)
    {
        var faults = new List<string>();
        Judge("the heap in MB", s => s.HeapMb, factor: 1.1, more: 2);
        Judge("the memory of the process in MB", s => s.ProcessMb, factor: 1.15, more: 10);
        Judge("the size of the store in MB", s => s.StoreMb, factor: 1.15, more: 2);
        Judge("the count of open jobs", s => s.Open, factor: 2, more: 200);
        Judge("the median pick-up in ms", s => s.PickUpP50Ms, factor: 2, more: 10);
        return faults;

        void Judge(string what, Func<SoakSample, double> read, double factor, double more)
        {
            var third = samples.Count / 3;
            var (before, after) = (Middle(samples.Skip(third).Take(third).Select(read)), Middle(samples.Skip(samples.Count - third).Select(read)));
            if (after > before * factor + more)
            {
                faults.Add(FormattableString.Invariant($"{what} grew from {before:0.##} to {after:0.##}"));
            }
        }
    }

    private static double Middle(IEnumerable<double> values) => values.Order().ToList() is { Count: > 0 } sorted ? sorted[sorted.Count / 2] : 0;
}
