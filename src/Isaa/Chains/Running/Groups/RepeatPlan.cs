using System.Globalization;
using Isaa.Chains.Conditions;
using Isaa.Chains.Nodes;
using Isaa.Chains.Values;
using Isaa.Diagnostics;

namespace Isaa.Chains.Running.Groups;

/// <summary>Runs a body on its own result until a condition holds.</summary>
internal sealed class RepeatPlan(string path, RepeatNode node, PlanNode body) : PlanNode(path, node)
{
    public override IReadOnlyList<PlanLink> Children => [new PlanLink("round", body)];

    public override async ValueTask<ChainValue> RunAsync(ChainValue input, ChainFrame frame)
    {
        var value = input;
        for (var round = 0; round < node.Max; round++)
        {
            frame.Token.ThrowIfCancellationRequested();
            value = await body.RunAsync(value, frame.At(round, frame.Token));
            if (Holds(value, frame))
            {
                return value;
            }
        }

        var message = string.Create(CultureInfo.InvariantCulture, $"IS({node.Until.Key}) did not hold after {node.Max} rounds. The last result: {ChainValueJson.Cut(value.Text)}");
        throw Failures.Wrap(new IsaaException("repeat_exhausted", message), this, frame);
    }

    private bool Holds(ChainValue value, ChainFrame frame)
    {
        try
        {
            return ConditionTest.Holds(node.Until, value);
        }
        catch (Exception e) when (Failures.IsOfNode(e, frame.Token))
        {
            throw Failures.Wrap(e, this, frame);
        }
    }
}
