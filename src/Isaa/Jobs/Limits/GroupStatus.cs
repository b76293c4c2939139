namespace Isaa.Jobs.Limits;

/// <summary>A group as it stands.</summary>
public sealed record GroupStatus
{
    /// <summary>Its own settings, without its queue's defaults.</summary>
    public required GroupSettings Settings { get; init; }

    /// <summary>Whether its jobs run strictly one after the other.</summary>
    public required bool IsStrictFifo { get; init; }

    /// <summary>None of its jobs starts before this time; null when nothing holds it back.</summary>
    public DateTimeOffset? BlockedUntil { get; init; }

    /// <summary>How many of its jobs run, or keep their place in a strict order while they wait.</summary>
    public required int Active { get; init; }

    /// <summary>How many of its jobs may be claimed now.</summary>
    public required int Open { get; init; }

    /// <summary>How many of its jobs are ready and wait for their group's turn.</summary>
    public required long Held { get; init; }
}
