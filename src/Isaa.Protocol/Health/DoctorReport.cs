namespace Isaa.Protocol.Health;

/// <summary>Whether this machine has what Isaa needs.</summary>
public sealed record DoctorReport
{
    /// <summary>False when something that is needed is broken.</summary>
    public required bool IsHealthy { get; init; }

    /// <summary>All that was looked at.</summary>
    public required IReadOnlyList<DoctorCheck> Checks { get; init; }
}
