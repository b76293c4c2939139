using Isaa.Agents.Runs;
using Isaa.Agents.Sessions;
using Isaa.Protocol.Events;

namespace Isaa.Agents.Turns;

/// <summary>What follows from a model's answer. Kept with the answer in one commit, so a resumed run does what this run would have done.</summary>
internal sealed record Judgement
{
    /// <summary>The run's state with the turn counted.</summary>
    public required RunState State { get; init; }

    /// <summary>The answer as the session keeps it.</summary>
    public required SessionMessage Answer { get; init; }

    /// <summary>What the model is told before the next turn; null for nothing.</summary>
    public SessionMessage? Feedback { get; init; }

    public IReadOnlyList<AgentEvent.Warning> Warnings { get; init; } = [];
}
