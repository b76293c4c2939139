using Isaa.Jobs.Events;
using Isaa.Jobs.Store;

namespace Isaa.Jobs.Steps;

/// <summary>What is written in the same transaction as a step's result.</summary>
public sealed record StepEffects
{
    /// <summary>The handler's new state as UTF-8 JSON, with all steps recorded so far folded into it; null leaves the old one.</summary>
    public ReadOnlyMemory<byte>? State { get; init; }

    /// <summary>Events, in order.</summary>
    public IReadOnlyList<NewJobEvent> Events { get; init; } = [];

    /// <summary>Other features' changes.</summary>
    public IReadOnlyList<StoreWrite> With { get; init; } = [];
}
