using Isaa.Chains.Values;
using Isaa.Jobs.Steps;

namespace Isaa.Chains.Ports;

/// <summary>What a chain can call as a function. Must be thread safe.</summary>
public interface IChainFunction
{
    /// <summary>The name.</summary>
    string Name { get; }

    /// <summary>How a run that is kept refers to it: its name, or <c>NAME@VERSION</c> where it has versions, so that the run stays with the one it began with.</summary>
    string Reference => Name;

    /// <summary>What may happen to a call whose outcome is unknown after a crash.</summary>
    StepKind Kind { get; }

    /// <summary>Calls it.</summary>
    /// <param name="input">The data.</param>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    ValueTask<ChainValue> CallAsync(ChainValue input, ChainCaller caller, CancellationToken cancellationToken);
}
