using System.Text.Json;
using Isaa.Chains.Nodes;
using Isaa.Chains.Values;

namespace Isaa.Chains.Running.Groups;

/// <summary>Runs a body once for each element of a list, at once and in order; on anything but a list it runs once.</summary>
internal sealed class MapPlan(string path, ChainNode source, PlanNode body) : PlanNode(path, source)
{
    public override IReadOnlyList<PlanLink> Children => [new PlanLink("each", body)];

    public override async ValueTask<ChainValue> RunAsync(ChainValue input, ChainFrame frame)
    {
        if (input.Kind == JsonValueKind.Null)
        {
            return ChainValue.List([]);
        }

        if (input.Kind != JsonValueKind.Array)
        {
            return await body.RunAsync(input, frame.At(0, frame.Token));
        }

        var items = input.Items;
        var results = await Fan.RunAsync(items.Count, frame, (i, token) => body.RunAsync(items[i], frame.At(i, token)));
        return ChainValue.List(results);
    }
}
