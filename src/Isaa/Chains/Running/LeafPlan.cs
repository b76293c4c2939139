using Isaa.Chains.Nodes;
using Isaa.Chains.Values;
using Isaa.Jobs.Steps;

namespace Isaa.Chains.Running;

/// <summary>A node that acts itself.</summary>
internal abstract class LeafPlan(string path, ChainNode source) : PlanNode(path, source)
{
    /// <summary>Whether a fallback may go on after it failed, so that its failure is a result to keep.</summary>
    public bool IsGuarded { get; init; }

    public sealed override ValueTask<ChainValue> RunAsync(ChainValue input, ChainFrame frame)
    {
        frame.Token.ThrowIfCancellationRequested();
        return frame.Execution.IsBare ? RunBare(input, frame)
            : frame.Execution.Journal is { } journal ? RunKeptAsync(journal, input, frame)
            : LeafEvents.RunAsync(this, input, frame);
    }

    /// <summary>Does the work.</summary>
    /// <param name="input">The data.</param>
    /// <param name="frame">Where.</param>
    /// <param name="report">Takes what is to be told; null when nobody asks.</param>
    public abstract ValueTask<ChainValue> ActAsync(ChainValue input, ChainFrame frame, LeafReport? report);

    /// <summary>What may happen to a call whose outcome is unknown after a crash.</summary>
    public virtual ValueTask<StepKind> FindStepKindAsync(ChainFrame frame) => new(StepKind.Repeatable);

    protected virtual ValueTask<ChainValue> RunKeptAsync(ILeafJournal journal, ChainValue input, ChainFrame frame) =>
        journal.RunAsync(this, frame.PlaceOf(Path), input, frame);

    private ValueTask<ChainValue> RunBare(ChainValue input, ChainFrame frame)
    {
        ValueTask<ChainValue> act;
        try
        {
            act = ActAsync(input, frame, null);
        }
        catch (Exception e) when (Failures.IsOfNode(e, frame.Token))
        {
            throw Failures.Wrap(e, this, frame);
        }

        return act.IsCompletedSuccessfully ? act : FinishAsync(act, frame);
    }

    private async ValueTask<ChainValue> FinishAsync(ValueTask<ChainValue> act, ChainFrame frame)
    {
        try
        {
            return await act;
        }
        catch (Exception e) when (Failures.IsOfNode(e, frame.Token))
        {
            throw Failures.Wrap(e, this, frame);
        }
    }
}
