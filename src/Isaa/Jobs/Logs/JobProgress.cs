namespace Isaa.Jobs.Logs;

/// <summary>How far a job is, in its handler's own terms.</summary>
public sealed record JobProgress
{
    /// <summary>When the handler said so.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>A number, a text or an object, as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Value { get; init; }
}
