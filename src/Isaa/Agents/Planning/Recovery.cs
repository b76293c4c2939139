using Isaa.Agents.Runs;
using Isaa.Agents.Settings;
using Isaa.Protocol.Agents.Plans;

namespace Isaa.Agents.Planning;

/// <summary>
/// The ladder for a run that goes round in circles: it is told so, then the step it is at is given up, then the plan, and at last it is asked for its answer
/// with what it has. Progress on a step leads back to the foot of the ladder.
/// </summary>
internal static class Recovery
{
    private const int Warnings = 2;
    private const int WithoutPlan = 3;

    /// <summary>How many turns in a row may fail with all their calls.</summary>
    public const int MaxFailedTurns = 3;

    /// <summary>The run one rung higher.</summary>
    /// <param name="state">The run.</param>
    /// <param name="rules">How its agent thinks.</param>
    /// <param name="why">What it does over and over, for the model.</param>
    public static RunState Climb(RunState state, AgentReasoning rules, string why)
    {
        var rung = state.Recoveries + 1;
        var most = state.Activity.Current is null ? Math.Min(WithoutPlan, rules.MaxRecoveries) : rules.MaxRecoveries;
        var next = state with { Recoveries = rung };
        if (rung >= most)
        {
            return next with { IsLast = true, Advice = $"{why} This is your last turn and no tool can be called any more: give your final answer now, saying honestly what is done and what is not." };
        }

        if (rung <= Warnings || state.Activity.Current is not { } step)
        {
            return next with { Advice = rung == 1 ? $"{why} Use the results you have and try another way." : $"{why} This was said before. Do something quite different now, or give your final answer with what you have." };
        }

        if (rung < most - 1)
        {
            var title = state.Activity.Plan!.Steps[step - 1].Title;
            return next with
            {
                Activity = state.Activity.End(step, PlanStepState.Failed, why),
                Advice = $"{why} Step {step} ({title}) is given up as failed. Go on with the next, or make a new plan that does without it.",
            };
        }

        return next with
        {
            Activity = state.Activity with { Plan = GiveUp(state.Activity.Plan!, why) },
            Advice = $"{why} The rest of the plan is given up. Make a new one that goes another way, or give your final answer with what you have.",
        };
    }

    private static RunPlan GiveUp(RunPlan plan, string why) => plan with
    {
        Steps = [.. plan.Steps.Select(s => s.State == PlanStepState.Open ? s with { State = PlanStepState.Skipped, Evidence = ActivityContext.Cut(why) } : s)],
    };
}
