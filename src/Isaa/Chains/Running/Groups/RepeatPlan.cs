using System.Globalization;
using Isaa.Chains.Nodes;
using Isaa.Chains.Values;
using Isaa.Diagnostics;

namespace Isaa.Chains.Running.Groups;

/// <summary>Runs a body on its own result until a condition holds.</summary>
internal sealed class RepeatPlan(string path, RepeatNode node, bool isGuarded, PlanNode body) : PlanNode(path, node)
{
    private readonly Asking _until = new(node.Until, $"{path}/{EachPart}/until", isGuarded);

    public override IReadOnlyList<PlanLink> Children => [new PlanLink("round", body)];

    public override async ValueTask<ChainValue> RunAsync(ChainValue input, ChainFrame frame)
    {
        var value = input;
        for (var round = 0; round < node.Max; round++)
        {
            frame.Token.ThrowIfCancellationRequested();
            var inner = frame.At(round, frame.Token);
            value = await body.RunAsync(value, inner);
            if (await _until.HoldsAsync(value, this, inner))
            {
                return value;
            }
        }

        var message = string.Create(CultureInfo.InvariantCulture, $"IS({node.Until.Key}) did not hold after {node.Max} rounds. The last result: {ChainValueJson.Cut(value.Text)}");
        throw Failures.Wrap(new IsaaException("repeat_exhausted", message), this, frame);
    }
}
