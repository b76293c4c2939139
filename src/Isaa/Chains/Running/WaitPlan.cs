using Isaa.Chains.Nodes;
using Isaa.Chains.Values;
using Isaa.Diagnostics;

namespace Isaa.Chains.Running;

/// <summary>Waits for a signal. Only a durable run can.</summary>
internal sealed class WaitPlan(string path, WaitNode node) : LeafPlan(path, node)
{
    public WaitNode Wait => node;

    public override ValueTask<ChainValue> ActAsync(ChainValue input, ChainFrame frame, LeafReport? report) =>
        throw new IsaaException("wait_not_durable", $"The chain waits for '{node.Signal}', which only a durable run can: start it with app.Chains.StartAsync.");

    protected override ValueTask<ChainValue> RunKeptAsync(ILeafJournal journal, ChainValue input, ChainFrame frame) =>
        journal.WaitAsync(this, frame.PlaceOf(Path), input, frame);
}
