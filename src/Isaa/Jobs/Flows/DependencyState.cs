namespace Isaa.Jobs.Flows;

/// <summary>A dependency or child as it stands, with its result.</summary>
public sealed record DependencyState
{
    /// <summary>The job that is waited for.</summary>
    public required JobId Job { get; init; }

    /// <summary>Its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Its short text; null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>Whether it is a child.</summary>
    public required bool IsChild { get; init; }

    /// <summary>What happens when it does not end well.</summary>
    public required FailurePolicy OnFailure { get; init; }

    /// <summary>Whether it still holds the other back.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>Its result as UTF-8 JSON, partial when it failed; null for none.</summary>
    public ReadOnlyMemory<byte>? Result { get; init; }

    /// <summary>Its newest failure; null when none.</summary>
    public JobError? Error { get; init; }
}
