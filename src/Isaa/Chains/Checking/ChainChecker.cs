using Isaa.Chains.Formats;
using System.Globalization;
using Isaa.Chains.Building;
using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;
using Isaa.Chains.Running;
using Isaa.Chains.Running.Groups;
using Isaa.Chains.Running.Leaves;
using Isaa.Diagnostics;
using Isaa.Schemas;

namespace Isaa.Chains.Checking;

/// <summary>Turns what was written into what runs: finds what each condition guards and what <c>[n]</c> maps, and all that is wrong.</summary>
internal sealed class ChainChecker
{
    private readonly List<(string Code, string Message)> _faults = [];
    private readonly SequenceChecker _sequences;

    private ChainChecker() => _sequences = new SequenceChecker(this);

    /// <summary>Checks a chain.</summary>
    /// <exception cref="IsaaException"><c>chain_invalid</c> with everything that is wrong and where; a single fault has its own code.</exception>
    public static ChainPlan Check(ChainNode root)
    {
        _ = ChainSize.Of(root);
        var checker = new ChainChecker();
        var steps = root is SequenceNode sequence ? sequence : new SequenceNode { Steps = [root] };
        var plan = checker.Plan(steps, new CheckedPlace { Path = "" });
        return checker._faults switch
        {
            [] => new ChainPlan(root, plan),
            [var (code, message)] => throw new IsaaException(code, message),
            var all => throw new IsaaException("chain_invalid", "The chain has faults:\n" + string.Join("\n", all.Select(f => $"- {f.Message}"))),
        };
    }

    public PlanNode Plan(ChainNode node, CheckedPlace place) => node switch
    {
        SequenceNode { Steps.Count: 0 } => Fault(node, place, "is an empty sequence; put a node in, or leave it out"),
        SequenceNode sequence => _sequences.Plan(sequence, 0, place),
        ElseNode otherwise => PlanElse(otherwise, place),
        ConditionNode => place.Else is not null
            ? _sequences.Plan(new SequenceNode { Steps = [node] }, 0, place)
            : Fault(node, place, "asks, but nothing depends on it; write what is to follow: IS(key, value) >> yes % no"),
        ParallelNode parallel => PlanParallel(parallel, place),
        FallbackNode fallback => PlanFallback(fallback, place),
        RepeatNode repeat => PlanRepeat(repeat, place),
        TextNode => Fault(node, place, "is a text, which does nothing here; a text may stand only as an alternative after |"),
        _ => PlanLeaf(node, place),
    };

    /// <summary>The ways that are left after a <c>%</c>.</summary>
    public PlanNode PlanWay(Otherwise rest, CheckedPlace asked)
    {
        var part = rest.Parts[rest.At];
        var hasMore = rest.At + 1 < rest.Parts.Count;
        var place = rest.Place.Inside(string.Create(CultureInfo.InvariantCulture, $"way{rest.At + 1}")) with { Known = asked.Known };
        if (hasMore && !OpenWays.IsOpen(part))
        {
            return Fault(part, place, "is followed by one more %, but holds no condition that it could belong to; put IS(key, value) before it, in parentheses");
        }

        return Plan(part, place with { Else = hasMore ? rest with { At = rest.At + 1 } : rest.Place.Else });
    }

    public PlanNode Fault(ChainNode node, CheckedPlace place, string what, string code = "chain_invalid")
    {
        _faults.Add((code, $"Node {place.Path} ({NodeNames.KindOf(node)} {NodeNames.Of(node)}) {what}."));
        return new TextPlan(place.Path, new TextNode { Text = "" });
    }

    /// <summary>Runs a check and keeps what it says.</summary>
    public void Try(ChainNode node, CheckedPlace place, Action check)
    {
        try
        {
            check();
        }
        catch (IsaaException e)
        {
            Fault(node, place, $"cannot be: {e.Message.TrimEnd('.')}", e.Code);
        }
    }

    private PlanNode PlanElse(ElseNode node, CheckedPlace place)
    {
        var parts = OpenWays.PartsOf(node);
        return OpenWays.IsOpen(parts[0])
            ? Plan(parts[0], place.Inside("way1") with { Else = new Otherwise(parts, 1, place) })
            : Fault(node, place, "is a pair of ways without a condition right before it; write IS(key, value) >> yes % no");
    }

    private PlanNode PlanParallel(ParallelNode node, CheckedPlace place)
    {
        if (node.Branches.Count == 0)
        {
            return Fault(node, place, "has no branches");
        }

        var names = NodeNames.OfBranches(node.Branches);
        var inner = place with { After = Follower.None, Else = null };
        return new ParallelPlan(place.Path, node, names, [.. node.Branches.Select((branch, i) => Plan(branch.Node, inner.Inside(names[i])))]);
    }

    private PlanNode PlanFallback(FallbackNode node, CheckedPlace place)
    {
        if (node.Alternatives.Count < 2)
        {
            return Fault(node, place, "needs two alternatives at least");
        }

        var last = node.Alternatives.Count - 1;
        return new FallbackPlan(place.Path, node, [.. node.Alternatives.Select((alternative, i) =>
        {
            var inner = place.Inside(string.Create(CultureInfo.InvariantCulture, $"try{i + 1}")) with { IsGuarded = place.IsGuarded || i < last, Else = null };
            return alternative is TextNode text && i > 0 ? new TextPlan(inner.Path, text) : Plan(alternative, inner);
        })]);
    }

    private PlanNode PlanRepeat(RepeatNode node, CheckedPlace place)
    {
        if (node.Max is < 1 or > RepeatNode.MostRounds)
        {
            return Fault(node, place, $"may go round {node.Max} times; it is 1 to {RepeatNode.MostRounds}");
        }

        var body = Plan(node.Body, (place with { After = Follower.Of(node.Until), Else = null, Known = null }).Inside(PlanNode.EachPart));
        Try(node, place, () => SchemaChecks.CheckCondition(node.Until, body.Output));
        return new RepeatPlan(place.Path, node, place.IsGuarded, body);
    }

    private PlanNode PlanLeaf(ChainNode node, CheckedPlace place)
    {
        switch (node)
        {
            case AgentNode { Agent.Length: 0 } or FunctionNode { Function.Length: 0 } or ToolNode { Tool.Length: 0 } or WaitNode { Signal.Length: 0 } or ReferenceNode { Chain.Length: 0 }:
                return Fault(node, place, "has an empty name");
            case AgentNode agent:
                return new AgentPlan(place.Path, agent, place.After.Schema()) { IsGuarded = place.IsGuarded, Name = agent.Bound?.Name ?? NodeNames.NameOf(agent.Agent), Output = place.After.Format?.Schema };
            case FunctionNode function:
                return new FunctionPlan(place.Path, function) { IsGuarded = place.IsGuarded };
            case ToolNode tool:
                return new ToolPlan(place.Path, tool) { IsGuarded = place.IsGuarded };
            case WaitNode wait:
                return new WaitPlan(place.Path, wait) { IsGuarded = place.IsGuarded, Output = wait.IsApproval ? place.Known : null };
            case FormatNode format:
                return PlanFormat(format, place);
            case ReferenceNode reference:
                return new ReferencePlan(place.Path, reference) { IsGuarded = place.IsGuarded };
            default:
                return Fault(node, place, "is of a kind that cannot stand here");
        }
    }

    private PlanNode PlanFormat(FormatNode node, CheckedPlace place)
    {
        var before = _faults.Count;
        Try(node, place, () =>
        {
            _ = JsonSchema.Parse(node.Schema);
            Extraction.Check(node);
        });
        return _faults.Count > before
            ? new TextPlan(place.Path, new TextNode { Text = "" })
            : new FormatPlan(place.Path, node) { IsGuarded = place.IsGuarded, Output = SchemaChecks.OutputOf(node) };
    }
}
