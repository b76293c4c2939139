namespace Isaa.Storage.Jobs.Queues;

/// <summary>Starts saved up under a rate limit. A clock that was set back neither gives nor takes any.</summary>
/// <param name="Level">How many.</param>
/// <param name="At">When that was so, in Unix milliseconds.</param>
internal readonly record struct TokenBucket(double Level, long At)
{
    // A level that was summed up from parts may miss a whole number by a hair.
    private const double Hair = 1e-9;

    /// <summary>How many may start.</summary>
    public long Whole => (long)Math.Floor(Level + Hair);

    /// <summary>The bucket at another time.</summary>
    public TokenBucket Refill(Rate rate, long now) =>
        new(Math.Min(rate.Burst, Level + Math.Max(0, now - At) * (double)rate.Jobs / rate.Milliseconds), now);

    /// <summary>The bucket after starts.</summary>
    public TokenBucket Take(long starts) => this with { Level = Level - starts };

    /// <summary>The first millisecond at which one may start.</summary>
    public long NextAt(Rate rate) => Whole >= 1 ? At : At + (long)Math.Ceiling((1 - Hair - Level) * rate.Milliseconds / rate.Jobs);
}
