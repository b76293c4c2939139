using Isaa.Jobs.Store;

namespace Isaa.Jobs.Flows;

/// <summary>A child that a running job adds.</summary>
public sealed record NewChild
{
    /// <summary>The child.</summary>
    public required NewJob Job { get; init; }

    /// <summary>What happens to the parent when the child does not end well.</summary>
    public FailurePolicy OnFailure { get; init; }

    /// <summary>Whether the child goes on when its parent fails or is cancelled.</summary>
    public bool OutlivesParent { get; init; }
}
