using System.Text.Json.Serialization.Metadata;
using Isaa.Jobs.Events;
using Isaa.Jobs.Store;

namespace Isaa.Jobs.Steps;

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

    /// <summary>Other features' changes written with the intent, before the act; of a repeatable step with its result. Default: none.</summary>
    public IReadOnlyList<StoreWrite> AnnounceWith { get; init; } = [];

    /// <summary>
    /// The result to keep in place of an unknown one, so that the step is settled and reported once; it is written with its <see cref="Effects"/>.
    /// Null leaves the step open, and each later attempt finds it unknown again.
    /// </summary>
    public Func<T>? OnUnknown { get; init; }

    /// <summary>What to write together with the result; null for nothing more.</summary>
    public Func<T, StepEffects>? Effects { get; init; }

    /// <summary>For <see cref="StepKind.Reconcilable"/>: asks whether the act with this idempotency key happened. Returns the result when it did, null when it did not.</summary>
    public Func<string, CancellationToken, Task<StepProbe<T>>>? Probe { get; init; }
}
