using System.Text.Json;
using Isaa.Agents.Settings;
using Isaa.Protocol.Agents.Plans;

namespace Isaa.Agents.Planning;

/// <summary>The inner tools by which a model plans its work and shows that it is done.</summary>
internal static class PlanTools
{
    public const string PlanName = "plan";
    public const string FinishName = "finish_step";
    public const string CheckName = "check_result";

    private const int MaxCriteria = 10;

    public static InnerTool Plan { get; } = new(
        PlanName,
        "Sets the goal, the criteria by which the result will be checked, and the steps. Call it before the work when the task has more than one step, and again when the plan has failed; steps that are done are kept.",
        """
        {"type":"object","required":["goal","steps"],"properties":{
        "goal":{"type":"string","description":"The goal in one sentence."},
        "criteria":{"type":"array","items":{"type":"string"},"description":"What must hold at the end, each so that it can be checked."},
        "steps":{"type":"array","items":{"type":"object","required":["title"],"properties":{
        "title":{"type":"string","description":"What is done."},
        "criterion":{"type":"string","description":"By what its success is seen."}}}}}}
        """,
        SetPlan);

    public static InnerTool Finish { get; } = new(
        FinishName,
        "Ends a step of the plan, with what shows it.",
        """
        {"type":"object","required":["step","outcome"],"properties":{
        "step":{"type":"integer","description":"The step's number, from 1."},
        "outcome":{"enum":["done","failed","skipped"]},
        "evidence":{"type":"string","description":"What shows that it is done, or why it is not."}}}
        """,
        FinishStep);

    public static InnerTool Check { get; } = new(
        CheckName,
        "Checks the result against the plan's criteria, before the final answer. Judge each by what was really seen, not by what was intended.",
        """
        {"type":"object","required":["checks"],"properties":{
        "checks":{"type":"array","items":{"type":"object","required":["criterion","passed"],"properties":{
        "criterion":{"type":"integer","description":"The criterion's number, from 1."},
        "passed":{"type":"boolean"},
        "evidence":{"type":"string","description":"What shows it."}}}}}}
        """,
        CheckCriteria);

    private static InnerAnswer SetPlan(ActivityContext activity, JsonElement arguments, AgentReasoning rules)
    {
        var steps = Loose.List(arguments, "steps").Select(ReadStep).OfType<PlanStep>().ToList();
        if (Loose.Text(arguments, "goal") is not { } goal || steps.Count == 0)
        {
            return InnerAnswer.Refused(activity, "a plan has a 'goal' and at least one of 'steps', each with a 'title'.");
        }

        var before = activity.Plan;
        var done = before?.Steps.Where(s => s.State == PlanStepState.Done).ToList() ?? [];
        if (done.Count + steps.Count > rules.MaxSteps)
        {
            return InnerAnswer.Refused(activity, $"a plan has at most {rules.MaxSteps} steps, those done included ({done.Count}). Put several things into one step.");
        }

        if (before?.Edition > rules.MaxReplans)
        {
            return InnerAnswer.Refused(activity, $"the plan was made anew {rules.MaxReplans} times, as often as allowed. Work on with what is open, or give your final answer with what you have.");
        }

        var criteria = Criteria(arguments, before);
        if (criteria.Count == 0 && rules.Validation == ValidationLevel.Strict)
        {
            return InnerAnswer.Refused(activity, "name 'criteria' by which the result will be checked.");
        }

        var plan = new RunPlan
        {
            Goal = ActivityContext.Cut(goal),
            Steps = [.. done, .. steps],
            Criteria = criteria,
            Edition = (before?.Edition ?? 0) + 1,
        };
        return new InnerAnswer(activity with { Plan = plan }, steps.Count == 1 ? "One step: do it now." : $"{steps.Count} steps to do. Begin with step {done.Count + 1}.");
    }

    // What was set before the work stays: a model must not make it easier afterwards.
    private static IReadOnlyList<CriterionCheck> Criteria(JsonElement arguments, RunPlan? before) => before is { Criteria.Count: > 0 }
        ? [.. before.Criteria.Select(c => c with { Passed = null, Evidence = null })]
        : [.. Loose.List(arguments, "criteria").Select(Loose.Text).OfType<string>().Take(MaxCriteria).Select(c => new CriterionCheck { Criterion = ActivityContext.Cut(c) })];

    private static PlanStep? ReadStep(JsonElement step)
    {
        var title = step.ValueKind == JsonValueKind.Object ? Loose.Text(step, "title") : Loose.Text(step);
        return title is null ? null : new PlanStep
        {
            Title = ActivityContext.Cut(title),
            Criterion = Loose.Text(step, "criterion") is { } criterion ? ActivityContext.Cut(criterion) : null,
        };
    }

    private static InnerAnswer FinishStep(ActivityContext activity, JsonElement arguments, AgentReasoning rules)
    {
        if (activity.Plan is not { } plan)
        {
            return InnerAnswer.Refused(activity, $"there is no plan. Set one with {PlanName}, or go on without.");
        }

        if (Loose.Number(arguments, "step") is not { } number || number < 1 || number > plan.Steps.Count)
        {
            return InnerAnswer.Refused(activity, $"'step' is the number of a step, 1 to {plan.Steps.Count}.");
        }

        if (!Enum.TryParse<PlanStepState>(Loose.Text(arguments, "outcome"), ignoreCase: true, out var state) || state == PlanStepState.Open)
        {
            return InnerAnswer.Refused(activity, "'outcome' is done, failed or skipped.");
        }

        var evidence = Loose.Text(arguments, "evidence");
        if (evidence is null && (state != PlanStepState.Done || rules.Validation == ValidationLevel.Strict))
        {
            return InnerAnswer.Refused(activity, state == PlanStepState.Done ? "say in 'evidence' what shows that the step is done." : "say in 'evidence' why the step is not done.");
        }

        var after = activity.End(number, state, evidence ?? "");
        var next = after.Current is { } open ? $"Next is step {open}: {after.Plan!.Steps[open - 1].Title}" : NoneOpen(after.Plan!);
        return new InnerAnswer(after, state == PlanStepState.Failed ? $"Kept. Make a new plan with {PlanName} if the goal needs this step; else go on. {next}" : $"Kept. {next}");
    }

    private static string NoneOpen(RunPlan plan) => plan.Criteria.Count > 0 && plan.Validation == ValidationState.Pending
        ? $"No step is open: check the criteria with {CheckName}, then give your final answer."
        : "No step is open: give your final answer.";

    private static InnerAnswer CheckCriteria(ActivityContext activity, JsonElement arguments, AgentReasoning rules)
    {
        if (activity.Plan is not { Criteria.Count: > 0 } plan)
        {
            return InnerAnswer.Refused(activity, $"there are no criteria. They are set with {PlanName} before the work.");
        }

        var checks = plan.Criteria.ToArray();
        foreach (var one in Loose.List(arguments, "checks"))
        {
            var index = (Loose.Number(one, "criterion") ?? Array.FindIndex(checks, c => c.Criterion == Loose.Text(one, "criterion")) + 1) - 1;
            if (index < 0 || index >= checks.Length || Loose.Flag(one, "passed") is not { } passed)
            {
                return InnerAnswer.Refused(activity, $"each of 'checks' names a 'criterion' by its number, 1 to {checks.Length}, and says whether it 'passed'.");
            }

            var evidence = Loose.Text(one, "evidence");
            if (passed && evidence is null && rules.Validation == ValidationLevel.Strict)
            {
                return InnerAnswer.Refused(activity, $"say in 'evidence' what shows that criterion {index + 1} is met.");
            }

            checks[index] = checks[index] with { Passed = passed, Evidence = ActivityContext.Cut(evidence ?? "") };
        }

        var result = checks.Any(c => c.Passed == false) ? ValidationState.Failed : checks.All(c => c.Passed == true) ? ValidationState.Passed : ValidationState.Pending;
        return new InnerAnswer(activity with { Plan = plan with { Criteria = checks, Validation = result } }, Says(result, checks));
    }

    private static string Says(ValidationState result, CriterionCheck[] checks) => result switch
    {
        ValidationState.Passed => "All criteria are met. Give your final answer.",
        ValidationState.Failed => $"Not met: {Numbers(checks, c => c.Passed == false)}. Mend it, with a new {PlanName} if need be, and check again; or say in your final answer what is missing.",
        _ => $"Not checked yet: {Numbers(checks, c => c.Passed is null)}.",
    };

    private static string Numbers(CriterionCheck[] checks, Func<CriterionCheck, bool> which) =>
        string.Join(", ", checks.Index().Where(c => which(c.Item)).Select(c => $"{c.Index + 1} ({c.Item.Criterion})"));
}
