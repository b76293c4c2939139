using Isaa.Jobs.Store;

namespace Isaa.Jobs.Signals;

/// <summary>A running job's try to take a signal: exactly one of the two commits is written.</summary>
public sealed record SignalTake
{
    /// <summary>The right to write.</summary>
    public required Lease Lease { get; init; }

    /// <summary>The signal's name.</summary>
    public required string Name { get; init; }

    /// <summary>From when on the waiting is over when no signal is there; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Written when no signal is there and the time has not come.</summary>
    public required JobCommit Waiting { get; init; }

    /// <summary>Makes what is written when the oldest signal of the name is taken, or null when the time is up. May be called more than once and changes nothing else.</summary>
    public required Func<ReceivedSignal?, JobCommit> Settled { get; init; }
}
