using Isaa.Agents.Calls;
using Isaa.Agents.Settings;
using Isaa.Diagnostics;
using Isaa.Jobs.Flows;
using Isaa.Protocol.Agents;

namespace Isaa.Agents.SubAgents;

/// <summary>What a run may hand to a child: no more than it has left itself.</summary>
internal static class ChildBudget
{
    private const long LeastTokens = 1_000;

    /// <summary>What children used that have ended.</summary>
    public static (TokenUsage Usage, decimal CostUsd) Used(IEnumerable<DependencyState> children)
    {
        var (usage, cost) = (TokenUsage.None, 0m);
        foreach (var result in children.Select(ChildRuns.ResultOf).OfType<AgentResult>())
        {
            usage += result.Usage;
            cost += result.CostUsd ?? 0;
        }

        return (usage, cost);
    }

    /// <summary>The limits of a new child.</summary>
    /// <param name="run">The run that adds it.</param>
    /// <param name="asked">What the model asks for it.</param>
    /// <param name="settings">What its agent lets it hand on.</param>
    /// <param name="children">The children there are.</param>
    /// <param name="reserved">The limits of those that are open.</param>
    /// <exception cref="IsaaException"><c>budget_exceeded</c>: nothing is left to hand on.</exception>
    public static AgentLimits Of(CallingRun run, AgentLimits asked, AgentSubAgents settings, IReadOnlyList<DependencyState> children, IReadOnlyList<AgentLimits> reserved)
    {
        var (used, cost) = Used(children);
        var (limits, state) = (run.Setup.Limits, run.State.ForLimits());
        var left = new AgentLimits
        {
            Turns = limits.Turns - state.Turn,
            Time = run.State.ClockStart(run.Setup.Opening.OpenedAt) + limits.Time - run.Context.Time.GetUtcNow(),
            InputTokens = limits.InputTokens - state.Usage.Input - used.Input - reserved.Sum(r => r.InputTokens ?? r.TotalTokens ?? 0),
            OutputTokens = limits.OutputTokens - state.Usage.Output - used.Output - reserved.Sum(r => r.OutputTokens ?? r.TotalTokens ?? 0),
            TotalTokens = limits.TotalTokens - Sum(state.Usage) - Sum(used) - reserved.Sum(r => r.TotalTokens ?? 0),
            Usd = limits.Usd - (state.CostUsd ?? 0) - cost - reserved.Sum(r => r.Usd ?? 0),
            ToolCalls = limits.ToolCalls - state.ToolCalls,
        };
        if (left.TotalTokens < LeastTokens || left.InputTokens < LeastTokens || left.Usd <= 0 || left.Time <= TimeSpan.Zero || left.Turns <= 0)
        {
            throw new IsaaException("budget_exceeded", "The run has too little left of its own tokens, money, time or turns to hand any to another agent. Finish the task with what there is.");
        }

        return new AgentLimits
        {
            Turns = Least(Least(asked.Turns, settings.Turns), left.Turns),
            Time = Least(Least(asked.Time, settings.Time), left.Time),
            InputTokens = left.InputTokens,
            OutputTokens = left.OutputTokens,
            TotalTokens = Least(Least(asked.TotalTokens, settings.TotalTokens), left.TotalTokens),
            Usd = left.Usd,
            ToolCalls = left.ToolCalls,
        };
    }

    private static long Sum(TokenUsage usage) => usage.Input + usage.Output;

    private static T? Least<T>(T? one, T? other)
        where T : struct, IComparable<T> => one is not { } a ? other : other is not { } b ? one : a.CompareTo(b) <= 0 ? a : b;
}
