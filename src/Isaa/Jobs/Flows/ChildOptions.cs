using Isaa.Jobs.Events;

namespace Isaa.Jobs.Flows;

/// <summary>How children are added.</summary>
public sealed record ChildOptions
{
    /// <summary>How each is added as a job; null for the defaults in the parent's tenant. An id makes no sense for more than one.</summary>
    public EnqueueOptions? Enqueue { get; init; }

    /// <summary>What happens to the parent when a child does not end well. Default: the parent fails too.</summary>
    public FailurePolicy OnFailure { get; init; }

    /// <summary>Events written together with the children, in order; empty for none.</summary>
    public IReadOnlyList<NewJobEvent> Events { get; init; } = [];

    /// <summary>Whether the children go on when their parent fails or is cancelled. Default false: they are cancelled too.</summary>
    public bool OutliveParent { get; init; }
}
