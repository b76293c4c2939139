namespace Isaa.Protocol.Workers;

/// <summary>A worker as it reported itself last, and what it works on.</summary>
public sealed record WorkerView
{
    /// <summary>Its id; a worker that starts again has another one.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called; null for nothing.</summary>
    public string? Name { get; init; }

    /// <summary><c>working</c>, <c>idle</c>, or <c>silent</c>: its last sign of life is too old, and its jobs are taken back soon.</summary>
    public required string State { get; init; }

    /// <summary>Its machine.</summary>
    public required string Host { get; init; }

    /// <summary>Its process there.</summary>
    public required int ProcessId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Until when its last sign of life holds.</summary>
    public required DateTimeOffset LeaseUntil { get; init; }

    /// <summary>How many jobs it runs at once; null when it does not say.</summary>
    public int? Slots { get; init; }

    /// <summary>The ids of the jobs it works on.</summary>
    public IReadOnlyList<string> Jobs { get; init; } = [];

    /// <summary>True for one that is there for a single job and takes no other.</summary>
    public bool IsForOneJob { get; init; }

    /// <summary>The kinds of jobs it takes.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>The queues it serves; null for all.</summary>
    public IReadOnlyList<string>? Queues { get; init; }

    /// <summary>The capabilities it declares.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>It takes only jobs that require one of these; null for all it can do.</summary>
    public IReadOnlyList<string>? Reserved { get; init; }
}
