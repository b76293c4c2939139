using Isaa.Jobs.Events;
using Isaa.Jobs.Flows;
using Isaa.Jobs.Logs;
using Isaa.Jobs.Steps;

namespace Isaa.Jobs.Store;

/// <summary>What a running job writes in one transaction: steps, state, events and other features' changes.</summary>
public sealed record JobCommit
{
    /// <summary>The right to write.</summary>
    public required Lease Lease { get; init; }

    /// <summary>Steps to insert, or to update where the key exists.</summary>
    public IReadOnlyList<StepRecord> Steps { get; init; } = [];

    /// <summary>The handler's new state; null leaves the old one.</summary>
    public JobSnapshot? Snapshot { get; init; }

    /// <summary>Events to append, in order.</summary>
    public IReadOnlyList<NewJobEvent> Events { get; init; } = [];

    /// <summary>Other features' changes.</summary>
    public IReadOnlyList<StoreWrite> With { get; init; } = [];

    /// <summary>Jobs to add as children of this one.</summary>
    public IReadOnlyList<NewChild> Children { get; init; } = [];

    /// <summary>Children of this job that did not end well and are to run again; it waits for them anew. A child in another state is left as it is.</summary>
    public IReadOnlyList<JobId> RetryChildren { get; init; } = [];

    /// <summary>Progress and log lines to keep; null for none.</summary>
    public JobTrail? Trail { get; init; }
}
