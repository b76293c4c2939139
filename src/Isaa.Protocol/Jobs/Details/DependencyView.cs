namespace Isaa.Protocol.Jobs.Details;

/// <summary>A job that another waits for or waited for.</summary>
public sealed record DependencyView
{
    /// <summary>The job that is waited for.</summary>
    public required string Job { get; init; }

    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Its short text; null for none. Untrusted.</summary>
    public string? Label { get; init; }

    /// <summary>Where it stands: one of <see cref="JobStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>Whether it is a child of the one that waits.</summary>
    public required bool IsChild { get; init; }

    /// <summary>What happens when it does not end well: <c>fail</c>, <c>ignore</c>, <c>continue</c> or <c>wait</c>.</summary>
    public required string OnFailure { get; init; }

    /// <summary>Whether it still holds the other back.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Its newest failure; null when none.</summary>
    public JobFailure? Error { get; init; }
}
