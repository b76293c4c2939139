namespace Isaa.Agents.Registry;

/// <summary>The port to the database that keeps agents' definitions. What was saved is on disk when the call returns. Thread safe.</summary>
public interface IAgentStore
{
    /// <summary>Saves a definition as the next version, unless the newest version has the same hash.</summary>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="hash">The hash of its canonical form.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    /// <returns>The version that has this content now.</returns>
    Task<AgentVersion> SaveAsync(string tenant, AgentDefinition definition, string hash, CancellationToken cancellationToken);

    /// <summary>A version of an agent, or its newest when none is named; null when there is none.</summary>
    Task<AgentVersion?> FindAsync(string tenant, string name, int? version, CancellationToken cancellationToken);

    /// <summary>The newest version of each agent, in the order of their names.</summary>
    Task<IReadOnlyList<AgentVersion>> ListAsync(string tenant, CancellationToken cancellationToken);

    /// <summary>All versions of an agent, newest first; empty when there is none.</summary>
    Task<IReadOnlyList<AgentVersion>> ListVersionsAsync(string tenant, string name, CancellationToken cancellationToken);
}
