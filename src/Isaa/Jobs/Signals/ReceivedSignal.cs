namespace Isaa.Jobs.Signals;

/// <summary>A signal as the store keeps it.</summary>
public sealed record ReceivedSignal
{
    /// <summary>The sender's id of it.</summary>
    public required string Id { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it says, as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }
}
