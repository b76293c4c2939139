using Isaa.Agents.Runs;
using Isaa.Protocol.Agents;

namespace Isaa.Agents.Control;

/// <summary>What a run had used when a person let it go on after its end: its limits count from there.</summary>
internal sealed record RunSpent
{
    public int Turns { get; init; }

    public TokenUsage Usage { get; init; } = TokenUsage.None;

    public decimal? CostUsd { get; init; } = 0;

    public int ToolCalls { get; init; }

    /// <summary>When the run went on.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>What a run has used by now.</summary>
    /// <param name="state">The run, with what the runs used that it started.</param>
    /// <param name="now">The time.</param>
    public static RunSpent Of(RunState state, DateTimeOffset now) =>
        new() { Turns = state.Turn, Usage = state.Usage, CostUsd = state.CostUsd, ToolCalls = state.ToolCalls, At = now };

    /// <summary>The run as its limits see it.</summary>
    public RunState Since(RunState state) => state with
    {
        Turn = state.Turn - Turns,
        Usage = new TokenUsage
        {
            Input = state.Usage.Input - Usage.Input,
            Output = state.Usage.Output - Usage.Output,
            CachedInput = state.Usage.CachedInput - Usage.CachedInput,
        },
        CostUsd = state.CostUsd - CostUsd,
        ToolCalls = state.ToolCalls - ToolCalls,
    };
}
