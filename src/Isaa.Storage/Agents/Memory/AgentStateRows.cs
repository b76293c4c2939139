using System.Text.Json;
using Isaa.Agents.Memory;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Agents.Memory;

/// <summary>The rows of what agents keep in mind: one per tenant and agent.</summary>
internal static class AgentStateRows
{
    private const string Select = "SELECT body FROM isaa_agent_states WHERE tenant = ?1 AND agent = ?2";

    public static AgentInternalState Read(SqlContext context, string tenant, string agent) => Read(context.Statement(Select).Bind(1, tenant).Bind(2, agent), agent);

    public static AgentInternalState Change(SqlWriteContext context, AgentStateWrite write)
    {
        // The row is there before it is locked, so that two who are first do not overwrite each other.
        context.Statement("INSERT INTO isaa_agent_states (tenant, agent, edition, updated_at, body) VALUES (?1, ?2, 0, ?3, ?4) ON CONFLICT (tenant, agent) DO NOTHING")
            .Bind(1, write.Tenant).Bind(2, write.Agent).Bind(3, context.Now).Bind(4, Write(AgentInternalState.Empty)).Run();
        var before = Read(context.Statement(Select + " FOR UPDATE").Bind(1, write.Tenant).Bind(2, write.Agent), write.Agent);
        var after = write.Changes.Aggregate(before, (state, change) => state.With(change));
        if (!ReferenceEquals(after, before))
        {
            context.Statement("UPDATE isaa_agent_states SET edition = ?3, updated_at = ?4, body = ?5 WHERE tenant = ?1 AND agent = ?2")
                .Bind(1, write.Tenant).Bind(2, write.Agent).Bind(3, after.Edition).Bind(4, context.Now).Bind(5, Write(after)).Run();
        }

        return after;
    }

    private static byte[] Write(AgentInternalState state) => JsonSerializer.SerializeToUtf8Bytes(state, AgentStateJson.Default.AgentInternalState);

    private static AgentInternalState Read(SqlStatement rows, string agent)
    {
        try
        {
            return rows.Step() ? AgentStateJson.Read(agent, rows.Span(0)) : AgentInternalState.Empty;
        }
        finally
        {
            rows.Reset();
        }
    }
}
