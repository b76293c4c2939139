namespace Isaa.Protocol.Queues;

/// <summary>A queue as it stands.</summary>
public sealed record QueueView
{
    /// <summary>Whose queue it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether no job of it is started.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>Its limits.</summary>
    public required QueueLimits Limits { get; init; }

    /// <summary>None of its jobs starts before this time, because an outside service asked for patience; null when nothing holds it back.</summary>
    public DateTimeOffset? BlockedUntil { get; init; }

    /// <summary>How many jobs it has in each state; states without jobs are left out.</summary>
    public required IReadOnlyDictionary<string, long> States { get; init; }

    /// <summary>How it does.</summary>
    public required QueueFiguresView Figures { get; init; }

    /// <summary>Those of its ready jobs that no living worker takes.</summary>
    public IReadOnlyList<UnservedView> Unserved { get; init; } = [];
}
