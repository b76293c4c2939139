using System.Text.Json;
using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;
using Isaa.Chains.Running;
using Isaa.Chains.Running.Groups;

namespace Isaa.Chains.Checking;

/// <summary>Checks one pair of parentheses: a condition takes the pair right after it, or guards the rest; <c>[n]</c> takes the next node.</summary>
internal sealed class SequenceChecker(ChainChecker checker)
{
    public PlanNode Plan(SequenceNode sequence, int from, CheckedPlace place)
    {
        var steps = sequence.Steps;
        var plans = new List<PlanNode>();
        var known = place.Known;
        for (var i = from; i < steps.Count;)
        {
            var here = place.Inside(i) with { Known = known, After = AfterOf(sequence, i, place), Else = null };
            (var plan, i) = steps[i] switch
            {
                ConditionNode condition => PlanCondition(sequence, condition, i, here, place),
                FormatNode { IsEach: true } format => PlanEach(sequence, format, i, here, place, plans),
                var last when i == steps.Count - 1 => (checker.Plan(last, here with { Else = OpenWays.IsOpen(last) ? place.Else : null }), i + 1),
                var step => (checker.Plan(step, here), i + 1),
            };
            plans.Add(plan);
            known = plan.Output;
        }

        return plans is [var only] ? only : new SequencePlan(place.Path, sequence, [.. plans]) { Output = known };
    }

    private static Follower AfterOf(SequenceNode sequence, int at, CheckedPlace place) =>
        at + 1 < sequence.Steps.Count ? Follower.Of(sequence.Steps[at + 1]) : place.After;

    private (PlanNode Plan, int Next) PlanCondition(SequenceNode sequence, ConditionNode condition, int at, CheckedPlace here, CheckedPlace place)
    {
        checker.Try(condition, here, () => SchemaChecks.CheckCondition(condition, here.Known));
        var next = at + 1 < sequence.Steps.Count ? sequence.Steps[at + 1] : null;
        if (next is ElseNode otherwise && OpenWays.IsPair(otherwise))
        {
            var pair = place.Inside(at + 1) with { Known = here.Known, After = AfterOf(sequence, at + 1, place), Else = null };
            var parts = OpenWays.PartsOf(otherwise);
            var yes = checker.Plan(parts[0], pair.Inside("way1"));
            var no = checker.PlanWay(new Otherwise(parts, 1, pair), here);
            return (new BranchPlan(here.Path, condition, here.IsGuarded, yes, no), at + 2);
        }

        if (next is null && place.Else is null)
        {
            checker.Fault(condition, here, "asks, but nothing depends on it; write what is to follow: IS(key, value) >> yes % no");
            return (new BranchPlan(here.Path, condition, here.IsGuarded, null, null), at + 1);
        }

        var guarded = next is null ? null : Plan(sequence, at + 1, place with { Known = here.Known });
        var rest = place.Else is { } ways ? checker.PlanWay(ways, here) : null;
        return (new BranchPlan(here.Path, condition, here.IsGuarded, guarded, rest), sequence.Steps.Count);
    }

    private (PlanNode Plan, int Next) PlanEach(SequenceNode sequence, FormatNode format, int at, CheckedPlace here, CheckedPlace place, List<PlanNode> plans)
    {
        var list = checker.Plan(format, here);
        if (at + 1 >= sequence.Steps.Count)
        {
            return (list, at + 1);
        }

        plans.Add(list);
        var next = sequence.Steps[at + 1];
        var there = place.Inside(at + 1) with { Known = null, After = Follower.None, Else = null };
        if (next is ConditionNode)
        {
            return (checker.Fault(next, there, $"stands right after {format.Fields[0]}[n], where it is unclear what it guards; put it in parentheses with what follows"), at + 2);
        }

        var element = list.Output is { } schema && SchemaPlace.Find(schema, "[0]").Schema is { } items ? items : (JsonElement?)null;
        var body = checker.Plan(next, there.Inside(PlanNode.EachPart) with { Known = element });
        return (new MapPlan(there.Path, next, body) { Kind = "map" }, at + 2);
    }
}
