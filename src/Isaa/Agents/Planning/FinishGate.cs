using Isaa.Agents.Runs;
using Isaa.Agents.Settings;
using Isaa.Protocol.Agents.Plans;

namespace Isaa.Agents.Planning;

/// <summary>Looks before the end whether a run has done what it set out to do.</summary>
internal static class FinishGate
{
    /// <summary>What must be done before the answer counts; null when nothing is missing.</summary>
    /// <param name="state">The run.</param>
    /// <param name="rules">How its agent thinks.</param>
    /// <param name="canPlan">Whether it has the tools for it.</param>
    public static string? FindMissing(RunState state, AgentReasoning rules, bool canPlan)
    {
        if (!canPlan)
        {
            return null;
        }

        if (state.Activity.Plan is not { } plan)
        {
            return rules.Mode == ReasoningMode.Planned
                ? $"Begin with a plan: call {PlanTools.PlanName} with the goal, the criteria for the result and the steps. Your answer was not taken yet."
                : null;
        }

        var open = plan.Steps.Index().Where(s => s.Item.State == PlanStepState.Open).Select(s => $"{s.Index + 1} ({s.Item.Title})").ToList();
        if (open.Count > 0)
        {
            return $"These steps of your plan are open: {string.Join(", ", open)}. Do them, or end each with {PlanTools.FinishName} as done, failed or skipped, saying why. Then answer again.";
        }

        return plan.Criteria.Count == 0 || rules.Validation == ValidationLevel.None ? null : plan.Validation switch
        {
            ValidationState.Passed => null,
            ValidationState.Pending => $"Check the result first: call {PlanTools.CheckName} for each criterion, by what was really seen: {Criteria(plan, _ => true)}. Then answer again.",
            _ => $"By your own check these criteria are not met: {Criteria(plan, c => c.Passed == false)}. Mend it and check again, or answer once more and say honestly what is missing.",
        };
    }

    private static string Criteria(RunPlan plan, Func<CriterionCheck, bool> which) =>
        string.Join("; ", plan.Criteria.Index().Where(c => which(c.Item)).Select(c => $"{c.Index + 1}. {c.Item.Criterion}"));
}
