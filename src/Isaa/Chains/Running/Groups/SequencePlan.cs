using Isaa.Chains.Nodes;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running.Groups;

/// <summary>One after the other.</summary>
internal sealed class SequencePlan(string path, ChainNode source, PlanNode[] steps) : PlanNode(path, source)
{
    public override IReadOnlyList<PlanLink> Children => [.. steps.Select(step => new PlanLink("", step))];

    public override ValueTask<ChainValue> RunAsync(ChainValue input, ChainFrame frame)
    {
        var value = input;
        for (var i = 0; i < steps.Length; i++)
        {
            var running = steps[i].RunAsync(value, frame);
            if (!running.IsCompletedSuccessfully)
            {
                return GoOnAsync(running, i + 1, frame);
            }

            value = running.Result;
        }

        return new ValueTask<ChainValue>(value);
    }

    private async ValueTask<ChainValue> GoOnAsync(ValueTask<ChainValue> running, int next, ChainFrame frame)
    {
        var value = await running;
        for (var i = next; i < steps.Length; i++)
        {
            value = await steps[i].RunAsync(value, frame);
        }

        return value;
    }
}
