namespace Isaa.Chains.Ports;

/// <summary>What a chain can run as an agent. Must be thread safe.</summary>
public interface IChainAgent
{
    /// <summary>The name, for lists, events and branch names.</summary>
    string Name { get; }

    /// <summary>How a stored definition refers to it, for example <c>NAME@VERSION</c>.</summary>
    string Reference { get; }

    /// <summary>Runs it to its end.</summary>
    /// <param name="call">What it is asked.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <returns>The answer: text, or data that fits the schema asked for.</returns>
    /// <exception cref="Diagnostics.IsaaException">The run failed.</exception>
    Task<ChainAgentAnswer> RunAsync(ChainAgentCall call, CancellationToken cancellationToken);
}
