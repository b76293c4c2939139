using System.Text;
using Isaa.Agents.Runs;
using Isaa.Protocol.Agents.Plans;

namespace Isaa.Agents.Planning;

/// <summary>What a model is told before each turn of how the run stands. Changes from turn to turn, so it stands behind all that a provider may cache.</summary>
internal static class ActivityPrompt
{
    public const string Rule = $"""
        For a task of more than one step, first call {PlanTools.PlanName} with the criteria by which the result will be checked, end each step with {PlanTools.FinishName}, and before the final answer
        check the criteria with {PlanTools.CheckName}. A task of one step is done at once, without a plan.
        """;

    private const int FewTurns = 2;
    private const int MaxVariables = 20;
    private const int MaxValue = 100;

    /// <summary>The text; null when there is nothing to say.</summary>
    /// <param name="state">The run.</param>
    /// <param name="maxTurns">The limit of its turns; null for none.</param>
    /// <param name="before">What else it is told, first; may be empty.</param>
    public static string? Of(RunState state, int? maxTurns, string before)
    {
        var text = new StringBuilder(before);
        if (before.Length > 0)
        {
            text.AppendLine();
        }

        if (state.Activity.Plan is { } plan)
        {
            text.Append("Plan. Goal: ").AppendLine(plan.Goal);
            foreach (var (i, step) in plan.Steps.Index())
            {
                text.AppendLine($"{Mark(step.State)} {i + 1}. {step.Title}{(step.Criterion is { } c ? $" (good when: {c})" : "")}{(step.Evidence is { Length: > 0 } e ? $" - {e}" : "")}");
            }

            foreach (var (i, check) in plan.Criteria.Index())
            {
                text.AppendLine($"Criterion {i + 1}: {check.Criterion}{(check.Passed is { } passed ? passed ? " - met" : " - NOT met" : "")}");
            }
        }

        AppendList(text, "Notes:", state.Activity.Notes);
        if (state.Activity.Variables is { } kept)
        {
            var variables = RunVariables.Of(kept);
            AppendList(text, "Variables:", [.. variables.Paths().Take(MaxVariables).Select(p => $"{p} = {Short(RunVariables.TextOf(variables.Find(p)!.Value))}")]);
        }

        if (state.Advice is { } advice)
        {
            text.AppendLine(advice);
        }

        if (maxTurns - state.Turn is <= FewTurns and var left && maxTurns > FewTurns)
        {
            text.AppendLine(left == 1 ? "This is your last turn: give your final answer now, saying honestly what is done and what is not." : $"You have {left} turns left. Come to an end.");
        }

        return text.Length > 0 ? text.ToString().TrimEnd() : null;
    }

    /// <summary>What was done and what was not, for the result of a run that did not complete; empty without a plan.</summary>
    public static string Report(ActivityContext activity)
    {
        if (activity.Plan is not { } plan)
        {
            return "";
        }

        var text = new StringBuilder();
        AppendList(text, "Done:", [.. plan.Steps.Where(s => s.State == PlanStepState.Done).Select(s => $"{s.Title}{(s.Evidence is { Length: > 0 } e ? $" ({e})" : "")}")]);
        AppendList(text, "Not done:", [.. plan.Steps.Where(s => s.State != PlanStepState.Done).Select(s => $"{s.Title}{(s.Evidence is { Length: > 0 } e ? $" ({e})" : "")}")]);
        AppendList(text, "Found:", activity.Notes);
        return text.ToString().TrimEnd();
    }

    private static void AppendList(StringBuilder text, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            text.AppendLine(title);
            foreach (var line in lines)
            {
                text.Append("- ").AppendLine(line);
            }
        }
    }

    private static string Short(string text) => text.Length <= MaxValue ? text : $"{text.AsSpan(0, MaxValue)}…";

    private static string Mark(PlanStepState state) => state switch
    {
        PlanStepState.Done => "[x]",
        PlanStepState.Failed => "[failed]",
        PlanStepState.Skipped => "[skipped]",
        _ => "[ ]",
    };
}
