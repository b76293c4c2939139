using Isaa.Protocol.Agents;
using Isaa.Protocol.Agents.Plans;

namespace Isaa.Protocol.Runs;

/// <summary>How a run stands: what it is, what it does, what it has used, what went wrong, what came of it.</summary>
public sealed record RunStatus
{
    /// <summary>The run's id.</summary>
    public required string Id { get; init; }

    /// <summary>The state of its job, for example <c>active</c> or <c>waitingSignal</c>.</summary>
    public required string State { get; init; }

    /// <summary>What it was asked.</summary>
    public required string Task { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>Why this agent, when none was named; null when one was.</summary>
    public string? ChosenBecause { get; init; }

    /// <summary>The version of its definition.</summary>
    public required int Version { get; init; }

    /// <summary>The model.</summary>
    public string? Model { get; init; }

    /// <summary>The session's id.</summary>
    public required string Session { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it first began; null when it has not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null when it has not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How often an attempt began.</summary>
    public required int Attempts { get; init; }

    /// <summary>True when somebody has paused it.</summary>
    public bool IsPaused { get; init; }

    /// <summary>What it waits for; null when it does not.</summary>
    public string? WaitingFor { get; init; }

    /// <summary>Turns that are kept.</summary>
    public int Turns { get; init; }

    /// <summary>Tokens of all model calls.</summary>
    public TokenUsage Usage { get; init; } = TokenUsage.None;

    /// <summary>What they cost in US dollars; null when a price is not known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>How long the model took, in milliseconds.</summary>
    public long ModelMilliseconds { get; init; }

    /// <summary>Tools that are being called now.</summary>
    public IReadOnlyList<string> Calling { get; init; } = [];

    /// <summary>The tools it has used, the most used first.</summary>
    public IReadOnlyList<RunToolUse> Tools { get; init; } = [];

    /// <summary>The errors it met, the most frequent first.</summary>
    public IReadOnlyList<RunErrorPattern> Errors { get; init; } = [];

    /// <summary>Warnings, oldest first, at most the last 20.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Files it has written, by their paths as it named them.</summary>
    public IReadOnlyList<string> Artifacts { get; init; } = [];

    /// <summary>Its plan; null when it has none.</summary>
    public RunPlan? Plan { get; init; }

    /// <summary>The newest text of the model; null when there is none.</summary>
    public string? LastText { get; init; }

    /// <summary>What came of it; null while it has not ended.</summary>
    public AgentResult? Result { get; init; }

    /// <summary>The same for a person, several lines. Its content may come from the model and from tools: make it safe before a terminal shows it.</summary>
    public string ToText() => RunStatusText.Of(this);
}
