namespace Isaa.Jobs.Steps;

/// <summary>
/// The small state a handler keeps with its steps, so that a wake reads this and the steps after it instead of all of them.
/// </summary>
public sealed record JobSnapshot
{
    /// <summary>The handler's state as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> State { get; init; }

    /// <summary>How many of the job's steps, in the order in which they were first recorded, are folded into the state and need not be read again.</summary>
    public required int StepsFolded { get; init; }
}
