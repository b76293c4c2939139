using Isaa.Diagnostics;

namespace Isaa.Agents.Memory;

/// <summary>The port to the database that keeps what agents keep in mind. It also takes <see cref="AgentStateWrite"/>. Thread safe.</summary>
public interface IAgentStateStore
{
    /// <summary>What an agent keeps in mind; empty when it never remembered anything.</summary>
    /// <exception cref="IsaaException"><c>agent_state_unreadable</c>.</exception>
    Task<AgentInternalState> GetAsync(string tenant, string agent, CancellationToken cancellationToken);

    /// <summary>Makes changes; they are on disk when this returns.</summary>
    /// <returns>What the agent keeps in mind afterwards.</returns>
    /// <exception cref="IsaaException"><c>agent_state_unreadable</c>.</exception>
    Task<AgentInternalState> ChangeAsync(AgentStateWrite change, CancellationToken cancellationToken);
}
