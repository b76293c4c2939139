using Isaa.Agents.Registry;
using Isaa.Jobs;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Agents;

/// <summary>Takes agents out of a database.</summary>
/// <param name="store">The database.</param>
internal sealed class AgentStore(ISqlStore store) : IAgentStore
{
    public Task<AgentDeletion> DeleteAsync(string tenant, string name, CancellationToken cancellationToken) =>
        store.WriteAsync(context => Delete(context, tenant, name), cancellationToken);

    private static AgentDeletion Delete(SqlWriteContext context, string tenant, string name)
    {
        if (FindRun(context, tenant, name) is { } run)
        {
            return new AgentDeletion { BlockedBy = run };
        }

        var sessions = ReadSessions(context, tenant, name);
        foreach (var table in new[] { "isaa_session_messages", "isaa_session_runs", "isaa_sessions" })
        {
            context.Statement($"DELETE FROM {table} WHERE session IN (SELECT session FROM isaa_sessions WHERE tenant = ?1 AND agent = ?2)")
                .Bind(1, tenant).Bind(2, name).Run();
        }

        context.Statement("DELETE FROM isaa_agent_states WHERE tenant = ?1 AND agent = ?2").Bind(1, tenant).Bind(2, name).Run();
        return new AgentDeletion { Versions = DeleteDefinition(context, tenant, name), Sessions = sessions };
    }

    private static JobId? FindRun(SqlContext context, string tenant, string name)
    {
        var rows = context.Statement("""
            SELECT r.run
            FROM isaa_sessions s
            JOIN isaa_session_runs r ON r.session = s.session AND r.state = 1
            WHERE s.tenant = ?1 AND s.agent = ?2
            LIMIT 1
            """).Bind(1, tenant).Bind(2, name);
        JobId? run = rows.Step() ? new JobId(rows.Guid(0)) : null;
        rows.Reset();
        return run;
    }

    private static List<string> ReadSessions(SqlContext context, string tenant, string name)
    {
        var rows = context.Statement("SELECT id FROM isaa_sessions WHERE tenant = ?1 AND agent = ?2 ORDER BY session").Bind(1, tenant).Bind(2, name);
        var sessions = new List<string>();
        while (rows.Step())
        {
            sessions.Add(rows.Text(0));
        }

        return sessions;
    }

    private static int DeleteDefinition(SqlWriteContext context, string tenant, string name)
    {
        _ = DeleteOf(context, "isaa_definition_decisions", tenant, name);
        var versions = DeleteOf(context, "isaa_definition_versions", tenant, name);
        _ = DeleteOf(context, "isaa_definitions", tenant, name);
        return versions;
    }

    private static int DeleteOf(SqlWriteContext context, string table, string tenant, string name) => (int)context.Statement(
        $"DELETE FROM {table} WHERE definition IN (SELECT definition FROM isaa_definitions WHERE tenant = ?1 AND kind = ?2 AND name = ?3)")
        .Bind(1, tenant).Bind(2, AgentRegistry.Kind).Bind(3, name).RunCounted();
}
