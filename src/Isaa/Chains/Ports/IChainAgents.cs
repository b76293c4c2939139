namespace Isaa.Chains.Ports;

/// <summary>Finds agents by name. Thread safe.</summary>
public interface IChainAgents
{
    /// <summary>An agent by <c>NAME</c> or <c>NAME@VERSION</c>.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="tenant">Whose agent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="Diagnostics.IsaaException"><c>agent_unknown</c> with the nearest names.</exception>
    Task<IChainAgent> GetAsync(string reference, string tenant, CancellationToken cancellationToken = default);

    /// <summary>The agent that formats where a chain designates none.</summary>
    /// <param name="tenant">Whose agent.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IChainAgent> GetFormatterAsync(string tenant, CancellationToken cancellationToken = default);
}
