using Isaa.Chains.Nodes;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running.Groups;

/// <summary>A condition and its two ways; where a way is missing, the data passes through.</summary>
internal sealed class BranchPlan(string path, ConditionNode condition, bool isGuarded, PlanNode? yes, PlanNode? no) : PlanNode(path, condition)
{
    private readonly Asking _asking = new(condition, path, isGuarded);

    public ConditionNode Condition => condition;

    public override IReadOnlyList<PlanLink> Children =>
        [.. yes is null ? [] : (PlanLink[])[new PlanLink("yes", yes)], .. no is null ? [] : (PlanLink[])[new PlanLink("no", no)]];

    public override ValueTask<ChainValue> RunAsync(ChainValue input, ChainFrame frame) => _asking.IsPlain
        ? GoAsync(_asking.Holds(input, this, frame), input, frame)
        : AskAsync(input, frame);

    private async ValueTask<ChainValue> AskAsync(ChainValue input, ChainFrame frame) =>
        await GoAsync(await _asking.HoldsAsync(input, this, frame), input, frame);

    private ValueTask<ChainValue> GoAsync(bool holds, ChainValue input, ChainFrame frame) =>
        (holds ? yes : no)?.RunAsync(input, frame) ?? new ValueTask<ChainValue>(input);
}
