using Isaa.Jobs.Working;

namespace Isaa.Jobs.Figures;

/// <summary>A worker as it reported itself last, and what it holds.</summary>
public sealed record WorkerStanding
{
    /// <summary>The worker.</summary>
    public required WorkerId Id { get; init; }

    /// <summary>Its machine, for people.</summary>
    public required string Host { get; init; }

    /// <summary>Its process there.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Until when its last sign of life holds; one that is over has not been taken out yet.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>What it takes; null for one that is there for a single job.</summary>
    public WorkerReach? Reach { get; init; }

    /// <summary>The jobs it works on.</summary>
    public IReadOnlyList<JobId> Jobs { get; init; } = [];
}
