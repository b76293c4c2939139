using System.Text.Json.Serialization.Metadata;

namespace Isaa.Jobs;

/// <summary>One durable step: what it is, where it stands, and what is written with its result.</summary>
/// <typeparam name="T">The result; must survive JSON.</typeparam>
public sealed record Step<T>
{
    /// <summary>Its place inside the job.</summary>
    public required StepKey Key { get; init; }

    /// <summary>What it does, for example <c>model</c> or <c>tool:write_file</c>.</summary>
    public required string Name { get; init; }

    /// <summary>All that the result depends on, as text. A resumed run that comes with another name or input fails with <c>step_changed</c>.</summary>
    public required string Input { get; init; }

    /// <summary>How the result is written as JSON.</summary>
    public required JsonTypeInfo<T> ResultType { get; init; }

    /// <summary>What may happen when the outcome is unknown after a crash. Default: it is reported, never repeated.</summary>
    public StepKind Kind { get; init; } = StepKind.OnceOnly;

    /// <summary>Events written with the intent, before the act; empty for none. A repeatable step has no intent: they are written with its result.</summary>
    public IReadOnlyList<NewJobEvent> Announce { get; init; } = [];

    /// <summary>What to write together with the result; null for nothing more.</summary>
    public Func<T, StepEffects>? Effects { get; init; }

    /// <summary>For <see cref="StepKind.Reconcilable"/>: asks whether the act with this idempotency key happened. Returns the result when it did, null when it did not.</summary>
    public Func<string, CancellationToken, Task<StepProbe<T>>>? Probe { get; init; }
}

/// <summary>What a probe found.</summary>
/// <typeparam name="T">The step's result.</typeparam>
/// <param name="Happened">Whether the act took place.</param>
/// <param name="Result">Its result, when it did.</param>
public readonly record struct StepProbe<T>(bool Happened, T? Result);

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

/// <summary>How a step came to its result.</summary>
public enum StepStatus
{
    /// <summary>It ran now.</summary>
    Ran,

    /// <summary>It had run before; this is the kept result.</summary>
    Replayed,

    /// <summary>The process died between its intent and its result; whether it took place is not known, and it was not repeated.</summary>
    Unknown,
}

/// <summary>A step's result.</summary>
/// <typeparam name="T">The result.</typeparam>
/// <param name="Status">How it came about.</param>
/// <param name="Value">The result; default when the outcome is unknown.</param>
public readonly record struct StepResult<T>(StepStatus Status, T? Value);

/// <summary>What a step's act is told.</summary>
/// <param name="IdempotencyKey">The same for every try of this step.</param>
/// <param name="IsRepeat">Whether an earlier try of this repeatable or reconcilable step may have acted already.</param>
public readonly record struct StepScope(string IdempotencyKey, bool IsRepeat);
