namespace Isaa.Protocol.Queues;

/// <summary>A group of a queue as it stands.</summary>
public sealed record GroupView
{
    /// <summary>Its key. Untrusted.</summary>
    public required string Key { get; init; }

    /// <summary>Whether no job of it is started.</summary>
    public required bool IsPaused { get; init; }

    /// <summary>Whether its jobs run strictly one after the other.</summary>
    public required bool IsStrictFifo { get; init; }

    /// <summary>Its own limits.</summary>
    public required GroupLimits Limits { get; init; }

    /// <summary>None of its jobs starts before this time; null when nothing holds it back.</summary>
    public DateTimeOffset? BlockedUntil { get; init; }

    /// <summary>How many of its jobs run.</summary>
    public required int Active { get; init; }

    /// <summary>How many of its jobs may be claimed now.</summary>
    public required int Open { get; init; }

    /// <summary>How many of its jobs wait for their group's turn.</summary>
    public required long Held { get; init; }
}
