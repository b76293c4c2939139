namespace Isaa.Chains.Ports;

/// <summary>Finds functions by name. Several may be registered; the first that knows a name counts. Thread safe.</summary>
public interface IChainFunctions
{
    /// <summary>A function; null when there is none of the name.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="tenant">Whose function.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IChainFunction?> FindAsync(string name, string tenant, CancellationToken cancellationToken = default);

    /// <summary>All names, for hints.</summary>
    /// <param name="tenant">Whose functions.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<string>> ListAsync(string tenant, CancellationToken cancellationToken = default);
}
