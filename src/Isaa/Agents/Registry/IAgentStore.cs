namespace Isaa.Agents.Registry;

/// <summary>The port to the database that takes agents away. Thread safe.</summary>
public interface IAgentStore
{
    /// <summary>
    /// Deletes an agent's versions and its sessions with all they hold, in one transaction. Nothing is deleted while one of its runs has a session. What its runs
    /// used and what persons decided about its calls stays on record.
    /// </summary>
    /// <param name="tenant">Whose agent it is.</param>
    /// <param name="name">The agent's name.</param>
    /// <param name="cancellationToken">Cancels the call; the agent may still have been deleted.</param>
    Task<AgentDeletion> DeleteAsync(string tenant, string name, CancellationToken cancellationToken);
}
