using System.Text.Json.Serialization;

namespace Isaa.Jobs;

/// <summary>What happens after a failed attempt. Kept with the job.</summary>
public sealed record RetryPolicy
{
    /// <summary>The first failure is final.</summary>
    public static RetryPolicy None { get; } = new() { MaxAttempts = 1 };

    /// <summary>Failures charged before the job ends failed; at least 1.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>The pause after the first failure. Default 1 second.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Each further pause is this many times the one before; 1 keeps it fixed. Default 2.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>No pause is longer. Default 1 hour.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The share of a pause that is random, 0 to 1, so that failures do not return all at once. Default 0.1.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>True when no failure is retried.</summary>
    [JsonIgnore]
    public bool IsNone => MaxAttempts <= 1;

    /// <summary>The pause after a failure.</summary>
    /// <param name="charged">Failures charged so far, this one included; at least 1.</param>
    /// <param name="random">A number from 0 up to 1 that places the pause inside the jitter.</param>
    /// <returns>The pause, never negative; null when the attempts are used up.</returns>
    public TimeSpan? DelayAfter(int charged, double random)
    {
        if (charged >= MaxAttempts)
        {
            return null;
        }

        var plain = Math.Min(Delay.TotalMilliseconds * Math.Pow(Factor, charged - 1), MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Max(0, plain * (1 + Jitter * (2 * random - 1))));
    }
}
