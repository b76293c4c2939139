namespace Isaa.Models.Retry;

/// <summary>How long to wait before a repetition.</summary>
internal static class BackOff
{
    /// <summary>Doubles from the first delay up to the longest; up to half of the wait is random, so that callers do not return all at once.</summary>
    /// <param name="first">The wait before the first repetition.</param>
    /// <param name="longest">No wait is longer.</param>
    /// <param name="retry">1 for the first repetition.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan Delay(TimeSpan first, TimeSpan longest, int retry, double random)
    {
        var doubled = Math.Min(longest.TotalMilliseconds, first.TotalMilliseconds * Math.Pow(2, Math.Min(retry - 1, 30)));
        return TimeSpan.FromMilliseconds(doubled * (1 - (random / 2)));
    }
}
