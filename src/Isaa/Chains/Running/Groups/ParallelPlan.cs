using Isaa.Chains.Nodes;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running.Groups;

/// <summary>All branches at once on the same data.</summary>
internal sealed class ParallelPlan(string path, ParallelNode source, IReadOnlyList<string> names, PlanNode[] branches) : PlanNode(path, source)
{
    public override IReadOnlyList<PlanLink> Children => [.. branches.Select((branch, i) => new PlanLink(names[i], branch))];

    public override async ValueTask<ChainValue> RunAsync(ChainValue input, ChainFrame frame)
    {
        var results = await Fan.RunAsync(branches.Length, frame, (i, token) => branches[i].RunAsync(input, frame.With(token)));
        var named = new ChainBranch[results.Length];
        for (var i = 0; i < named.Length; i++)
        {
            named[i] = new ChainBranch(names[i], results[i]);
        }

        return ChainValue.Of(named);
    }
}
