namespace Isaa.Protocol.Workers;

/// <summary>The workers of all processes on one store, the one that began first before the others.</summary>
public sealed record WorkerPage
{
    /// <summary>The workers.</summary>
    public required IReadOnlyList<WorkerView> Workers { get; init; }
}
