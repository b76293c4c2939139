using System.Text.Json;
using Isaa.Chains.Nodes;
using Isaa.Chains.Values;
using Isaa.Diagnostics;

namespace Isaa.Chains.Running.Leaves;

/// <summary>Asks a predicate of the program; its answer is kept, for it may depend on more than the data.</summary>
internal sealed class PredicatePlan(string path, ConditionNode node) : LeafPlan(path, node)
{
    public override async ValueTask<ChainValue> ActAsync(ChainValue input, ChainFrame frame, LeafReport? report)
    {
        if (node.Predicate is { } predicate)
        {
            return ChainValue.From(predicate(input));
        }

        var function = await frame.Execution.Ports.GetFunctionAsync(node.Key, frame.Execution.Options.Tenant, frame.Token);
        var answer = await function.CallAsync(input, frame.Execution.Caller, frame.Token);
        return answer.Kind is JsonValueKind.True or JsonValueKind.False
            ? answer
            : throw new IsaaException("condition_no_bool", $"The predicate '{node.Key}' gives true or false, not {ChainValueJson.Cut(answer.Text)}.");
    }
}
