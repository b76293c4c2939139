using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;
using Isaa.Chains.Values;
using Isaa.Jobs.Steps;

namespace Isaa.Chains.Running.Leaves;

/// <summary>Calls a function.</summary>
internal sealed class FunctionPlan(string path, FunctionNode node) : LeafPlan(path, node)
{
    public override ValueTask<ChainValue> ActAsync(ChainValue input, ChainFrame frame, LeafReport? report) =>
        node.Bound is { } bound ? bound.CallAsync(input, frame.Execution.Caller, frame.Token) : CallNamedAsync(input, frame);

    public override async ValueTask<StepKind> FindStepKindAsync(ChainFrame frame) => node.Kind ?? (node.Bound ?? await FindAsync(frame)).Kind;

    private async ValueTask<ChainValue> CallNamedAsync(ChainValue input, ChainFrame frame) =>
        await (await FindAsync(frame)).CallAsync(input, frame.Execution.Caller, frame.Token);

    private Task<IChainFunction> FindAsync(ChainFrame frame) =>
        frame.Execution.Ports.GetFunctionAsync(node.Function, frame.Execution.Options.Tenant, frame.Token);
}
