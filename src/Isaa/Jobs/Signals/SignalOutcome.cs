namespace Isaa.Jobs.Signals;

/// <summary>How waiting for a signal ended.</summary>
/// <typeparam name="T">What the signal says.</typeparam>
public sealed record SignalOutcome<T>
{
    /// <summary>True when the signal came, false when the time was up.</summary>
    public required bool IsReceived { get; init; }

    /// <summary>What the signal says; default when none came.</summary>
    public T? Body { get; init; }

    /// <summary>The sender's id of the signal; null when none came.</summary>
    public string? Id { get; init; }

    /// <summary>When the signal came; null when none did.</summary>
    public DateTimeOffset? At { get; init; }
}
