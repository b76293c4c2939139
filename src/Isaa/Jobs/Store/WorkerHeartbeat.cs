using Isaa.Jobs.Working;

namespace Isaa.Jobs.Store;

/// <summary>A worker's sign of life. Its one lease row covers all jobs it holds.</summary>
public sealed record WorkerHeartbeat
{
    /// <summary>Who is alive.</summary>
    public required WorkerId Worker { get; init; }

    /// <summary>The machine, for people.</summary>
    public required string Host { get; init; }

    /// <summary>The process on that machine, for people.</summary>
    public required int ProcessId { get; init; }

    /// <summary>How long the lease holds from now.</summary>
    public required TimeSpan LeaseTime { get; init; }

    /// <summary>Which jobs it takes, so that others can see which jobs nobody takes; null for one that is there for a single job.</summary>
    public WorkerReach? Reach { get; init; }
}
