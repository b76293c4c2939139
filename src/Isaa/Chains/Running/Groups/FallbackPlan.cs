using Isaa.Chains.Nodes;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running.Groups;

/// <summary>The first alternative that does not fail, each on the original data.</summary>
internal sealed class FallbackPlan(string path, ChainNode source, PlanNode[] alternatives) : PlanNode(path, source)
{
    public override IReadOnlyList<PlanLink> Children => [.. alternatives.Select((one, i) => new PlanLink($"try{i + 1}", one))];

    public override async ValueTask<ChainValue> RunAsync(ChainValue input, ChainFrame frame)
    {
        for (var i = 0; i < alternatives.Length - 1; i++)
        {
            try
            {
                return await alternatives[i].RunAsync(input, frame);
            }
            catch (Exception e) when (Failures.IsOfNode(e, frame.Token))
            {
                // The node that failed has told so itself; the next alternative is the handling.
                if (frame.Execution is { HasStoppedGroup: true, EndBelow: { } end })
                {
                    await end(frame.PlaceOf(alternatives[i].Path));
                }
            }
        }

        return await alternatives[^1].RunAsync(input, frame);
    }
}
