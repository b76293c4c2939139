using System.Text.Json.Serialization;
using Isaa.Agents.Control;
using Isaa.Agents.Planning;
using Isaa.Protocol.Agents;

namespace Isaa.Agents.Runs;

/// <summary>
/// All that a run must know to go on, beside its session's messages. It is kept with each turn and stays small however long the run is.
/// </summary>
internal sealed record RunState
{
    /// <summary>Turns that are kept.</summary>
    public int Turn { get; init; }

    public RunNext Next { get; init; }

    public TokenUsage Usage { get; init; } = TokenUsage.None;

    /// <summary>Null once a call was made whose price is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public decimal? CostUsd { get; init; } = 0;

    public int ToolCalls { get; init; }

    /// <summary>Fingerprints of the newest calls, oldest first.</summary>
    public IReadOnlyList<string> RecentCalls { get; init; } = [];

    /// <summary>Empty answers in a row.</summary>
    public int EmptyTurns { get; init; }

    /// <summary>Answers in a row that hit the output limit; the next text goes on where they stopped.</summary>
    public int CutTurns { get; init; }

    /// <summary>Whether the newest answer hit the output limit.</summary>
    public bool IsCut { get; init; }

    public int Repairs { get; init; }

    /// <summary>Calls of the newest turn that are answered without being run.</summary>
    public IReadOnlyList<SkippedCall> Skipped { get; init; } = [];

    /// <summary>Why the run fails once the newest turn's calls have their results; null when it does not.</summary>
    public AgentRunError? Failure { get; init; }

    /// <summary>What the run works by.</summary>
    public ActivityContext Activity { get; init; } = ActivityContext.None;

    /// <summary>How often the run was helped since its last progress.</summary>
    public int Recoveries { get; init; }

    /// <summary>Turns in a row in which every call failed.</summary>
    public int FailedTurns { get; init; }

    /// <summary>How often an answer was sent back because something was missing.</summary>
    public int Revisions { get; init; }

    /// <summary>What the model is told before the next turn; null for nothing.</summary>
    public string? Advice { get; init; }

    /// <summary>Whether the next turn is the last, without tools.</summary>
    public bool IsLast { get; init; }

    /// <summary>Signals of people that were taken.</summary>
    public int Controls { get; init; }

    /// <summary>Whether the run was told to pause and not yet to go on.</summary>
    public bool IsPaused { get; init; }

    /// <summary>What was used when the run last went on after its end; null when it never did.</summary>
    public RunSpent? Spent { get; init; }

    /// <summary>How often the run has begun to wait.</summary>
    public int Waits { get; init; }

    /// <summary>Since when it waits; null while it works.</summary>
    public DateTimeOffset? WaitingSince { get; init; }

    /// <summary>How long it has waited in all; this time does not count against its limit.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Since when no model could be called; null while one can.</summary>
    public DateTimeOffset? OutageSince { get; init; }

    /// <summary>From when its limit of time counts: its beginning, or when it last went on after its end, and later by what it waited since.</summary>
    public DateTimeOffset ClockStart(DateTimeOffset opened) => (Spent?.At ?? opened) + Waited;

    /// <summary>The run as its limits see it.</summary>
    public RunState ForLimits() => Spent is { } spent ? spent.Since(this) : this;
}
