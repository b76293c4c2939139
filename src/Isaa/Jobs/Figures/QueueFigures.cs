namespace Isaa.Jobs.Figures;

/// <summary>How a queue does. All but the first are of its jobs among the <see cref="IFigureStore.LookedAt"/> that ended last.</summary>
public sealed record QueueFigures
{
    /// <summary>Whose queue.</summary>
    public required string Tenant { get; init; }

    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>
    /// Since when the longest waiting of the jobs next in line waits; null when none is ready. The next 100 of each kind are looked at, so it is exact to the ageing
    /// step for each level of priority.
    /// </summary>
    public DateTimeOffset? OldestReadyAt { get; init; }

    /// <summary>How many ended.</summary>
    public int Ended { get; init; }

    /// <summary>How many of them failed or died.</summary>
    public int Failed { get; init; }

    /// <summary>How long their newest attempts waited, from the time they could run.</summary>
    public Spread? Wait { get; init; }

    /// <summary>How long their newest attempts ran.</summary>
    public Spread? Run { get; init; }
}
