using Isaa.Agents.Memory;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Agents.Memory;

/// <summary>Keeps what agents keep in mind in a database.</summary>
/// <param name="store">The database.</param>
internal sealed class AgentStateStore(ISqlStore store) : IAgentStateStore
{
    public Task<AgentInternalState> GetAsync(string tenant, string agent, CancellationToken cancellationToken) =>
        store.ReadAsync(context => AgentStateRows.Read(context, tenant, agent), cancellationToken);

    public Task<AgentInternalState> ChangeAsync(AgentStateWrite change, CancellationToken cancellationToken) =>
        store.WriteAsync(context => AgentStateRows.Change(context, change), cancellationToken);
}
