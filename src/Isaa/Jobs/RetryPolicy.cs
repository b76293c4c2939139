using System.Text.Json.Serialization;
using Isaa.Jobs.Retrying;

namespace Isaa.Jobs;

/// <summary>What happens after a failed attempt. Kept with the job.</summary>
public sealed record RetryPolicy
{
    /// <summary>The first failure is final.</summary>
    public static RetryPolicy None { get; } = new() { MaxAttempts = 1 };

    /// <summary>Failures charged before the job ends failed; at least 1.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>How pauses grow. Default: each is <see cref="Factor"/> times the one before.</summary>
    public Backoff Backoff { get; init; }

    /// <summary>The pause after the first failure. Default 1 second.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>With exponential growth, each further pause is this many times the one before. Default 2.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>No pause is longer. Default 1 hour.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The share of a pause that is random, 0 to 1, so that failures do not return all at once. Default 0.1.</summary>
    public double Jitter { get; init; } = 0.1;

    /// <summary>The name of the <see cref="IRetryDelay"/> that chooses the pauses in place of all the above but <see cref="MaxAttempts"/>; null for none.</summary>
    public string? Custom { get; init; }

    /// <summary>Rules for sorts of failures; the first that fits is followed. Default: none.</summary>
    public IReadOnlyList<RetryRule> On { get; init; } = [];

    /// <summary>True when no failure is retried.</summary>
    [JsonIgnore]
    public bool IsNone => MaxAttempts <= 1 && On.Count == 0;

    /// <summary>The policy for a failure: that of the first rule that fits, else this one.</summary>
    /// <param name="code">The error's code.</param>
    /// <param name="exception">What was thrown; null when the handler gave a verdict.</param>
    /// <returns>The policy; null when such a failure is final.</returns>
    public RetryPolicy? For(string code, Exception? exception = null)
    {
        for (var i = 0; i < On.Count; i++)
        {
            if (On[i].Error == code || IsA(exception, On[i].Error))
            {
                return On[i].Policy;
            }
        }

        return this;
    }

    /// <summary>The pause after a failure, by <see cref="Backoff"/>.</summary>
    /// <param name="charged">Failures charged so far, this one included; at least 1.</param>
    /// <param name="random">A number from 0 up to 1 that places the pause inside the jitter.</param>
    /// <returns>The pause, never negative; null when the attempts are used up.</returns>
    public TimeSpan? DelayAfter(int charged, double random)
    {
        if (charged >= MaxAttempts)
        {
            return null;
        }

        var times = Backoff switch
        {
            Backoff.Fixed => 1,
            Backoff.Linear => charged,
            _ => Math.Pow(Factor, charged - 1),
        };
        var plain = Math.Min(Delay.TotalMilliseconds * times, MaxDelay.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(Math.Max(0, plain * (1 + Jitter * (2 * random - 1))));
    }

    /// <inheritdoc/>
    public bool Equals(RetryPolicy? other) =>
        other is not null
        && (MaxAttempts, Backoff, Delay, Factor, MaxDelay, Jitter, Custom) ==
            (other.MaxAttempts, other.Backoff, other.Delay, other.Factor, other.MaxDelay, other.Jitter, other.Custom)
        && On.SequenceEqual(other.On);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MaxAttempts, Backoff, Delay, Factor, MaxDelay, Jitter, Custom, On.Count);

    private static bool IsA(Exception? exception, string name)
    {
        for (var type = exception?.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName == name)
            {
                return true;
            }
        }

        return false;
    }
}
