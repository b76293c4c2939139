namespace Isaa.Jobs.Store;

/// <summary>What a worker is ready to take.</summary>
public sealed record ClaimRequest
{
    /// <summary>Who claims. It must have sent a heartbeat before.</summary>
    public required WorkerId Worker { get; init; }

    /// <summary>At most this many jobs; at least 1.</summary>
    public required int Limit { get; init; }

    /// <summary>The kinds it has handlers for; others stay for a worker that has.</summary>
    public required IReadOnlyList<string> Kinds { get; init; }

    /// <summary>The queues it serves; null for all.</summary>
    public IReadOnlyList<string>? Queues { get; init; }

    /// <summary>The capabilities it declares; a job that requires another one is left alone.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Takes only jobs that require one of these, and leaves what anybody may take to others; null for all it can do.</summary>
    public IReadOnlyList<string>? Reserved { get; init; }

    /// <summary>Take this job and its children, and no other; null for any.</summary>
    public JobId? Only { get; init; }
}
