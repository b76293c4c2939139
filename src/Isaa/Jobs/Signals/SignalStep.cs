using System.Text.Json.Serialization.Metadata;
using Isaa.Jobs.Events;
using Isaa.Jobs.Steps;

namespace Isaa.Jobs.Signals;

/// <summary>A durable step that waits for a signal.</summary>
/// <typeparam name="T">What the signal says; must survive JSON.</typeparam>
public sealed record SignalStep<T>
{
    /// <summary>Its place inside the job.</summary>
    public required StepKey Key { get; init; }

    /// <summary>The signal's name, for example <c>approval</c>.</summary>
    public required string Signal { get; init; }

    /// <summary>How the signal's body is read.</summary>
    public required JsonTypeInfo<T> BodyType { get; init; }

    /// <summary>How long to wait, from when the step is first reached; null for ever. Zero takes what is there and waits for nothing.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Events written once, when the waiting begins; not at all when the signal is there already.</summary>
    public IReadOnlyList<NewJobEvent> Announce { get; init; } = [];

    /// <summary>What to write together with the outcome; null for nothing more. May be called more than once and changes nothing else.</summary>
    public Func<SignalOutcome<T>, StepEffects>? Effects { get; init; }
}
