using Isaa.Chains.Values;

namespace Isaa.Chains.Running;

/// <summary>Runs leaves so that what they gave is kept.</summary>
internal interface ILeafJournal
{
    /// <summary>Runs a leaf, or returns what an earlier attempt kept of it.</summary>
    ValueTask<ChainValue> RunAsync(LeafPlan leaf, string place, ChainValue input, ChainFrame frame);

    /// <summary>Waits for a signal and returns its payload, or an earlier attempt's.</summary>
    ValueTask<ChainValue> WaitAsync(WaitPlan leaf, string place, ChainValue input, ChainFrame frame);
}
