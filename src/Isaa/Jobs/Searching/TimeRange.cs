namespace Isaa.Jobs.Searching;

/// <summary>A stretch of time.</summary>
/// <param name="From">Its first moment; null for no beginning.</param>
/// <param name="Before">The first moment after it; null for no end.</param>
public readonly record struct TimeRange(DateTimeOffset? From, DateTimeOffset? Before)
{
    /// <summary>True when it holds all times, and also none.</summary>
    public bool IsOpen => From is null && Before is null;
}
