using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running.Groups;

/// <summary>A condition and its two ways; where a way is missing, the data passes through.</summary>
internal sealed class BranchPlan(string path, ConditionNode condition, PlanNode? yes, PlanNode? no) : PlanNode(path, condition)
{
    public ConditionNode Condition => condition;

    public override IReadOnlyList<PlanLink> Children =>
        [.. yes is null ? [] : (PlanLink[])[new PlanLink("yes", yes)], .. no is null ? [] : (PlanLink[])[new PlanLink("no", no)]];

    public override ValueTask<ChainValue> RunAsync(ChainValue input, ChainFrame frame)
    {
        bool holds;
        try
        {
            holds = ConditionTest.Holds(condition, input);
        }
        catch (Exception e) when (Failures.IsOfNode(e, frame.Token))
        {
            throw Failures.Wrap(e, this, frame);
        }

        return (holds ? yes : no)?.RunAsync(input, frame) ?? new ValueTask<ChainValue>(input);
    }
}
