namespace Isaa.Jobs.Steps;

/// <summary>One step as the journal keeps it.</summary>
public sealed record StepRecord
{
    /// <summary>Its place inside the job.</summary>
    public required StepKey Key { get; init; }

    /// <summary>What it does, for example <c>tool:write_file</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A hash of its name and input; a resumed run that comes with another one is a different program.</summary>
    public required string InputHash { get; init; }

    /// <summary>What may happen when its outcome is unknown.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>True when the result is known, false while there is only the intent.</summary>
    public required bool IsDone { get; init; }

    /// <summary>The result as UTF-8 JSON; while there is only the intent, null or what a waiting step keeps: the time until which it waits.</summary>
    public ReadOnlyMemory<byte>? Result { get; init; }

    /// <summary>When it was written last.</summary>
    public required DateTimeOffset At { get; init; }
}
