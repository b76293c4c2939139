using Isaa.Chains.Nodes;

namespace Isaa.Chains.Ports;

/// <summary>Finds chains by name. Several may be registered; the first that knows a name counts. Thread safe.</summary>
public interface IChainLibrary
{
    /// <summary>A chain by <c>NAME</c> or <c>NAME@VERSION</c>; null when there is none.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="tenant">Whose chain.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ChainNode?> FindAsync(string reference, string tenant, CancellationToken cancellationToken = default);

    /// <summary>All names, for hints.</summary>
    /// <param name="tenant">Whose chains.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<string>> ListAsync(string tenant, CancellationToken cancellationToken = default);
}
