using Isaa.Agents.Sessions;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Agents;

/// <summary>Copies conversations.</summary>
internal static class SessionCopies
{
    private const string SelectRun = "SELECT number FROM isaa_session_runs WHERE session = ?1 AND run = ?2 AND number > 0";

    private const string InsertSession = """
        INSERT INTO isaa_sessions (tenant, id, agent, runs, tickets, created_at, updated_at)
        SELECT tenant, ?2, agent, ?3, 0, ?4, ?4 FROM isaa_sessions WHERE session = ?1
        ON CONFLICT (tenant, id) DO NOTHING
        """;

    private const string InsertMessages = """
        INSERT INTO isaa_session_messages (session, run, turn, part, at, body)
        SELECT ?2, run, turn, part, at, body FROM isaa_session_messages
        WHERE session = ?1 AND (run < ?3 OR (run = ?3 AND turn <= ?4))
        ON CONFLICT (session, run, turn, part) DO NOTHING
        """;

    /// <summary>Copies; doing it again changes nothing.</summary>
    /// <returns>False when there is no such session or the run never had it.</returns>
    public static bool Copy(SqlWriteContext context, SessionCopy copy)
    {
        if (SessionWriter.FindKey(context, copy.Tenant, copy.From) is not { } from || FindNumber(context, from, copy) is not { } number)
        {
            return false;
        }

        context.Statement(InsertSession).Bind(1, from).Bind(2, copy.To).Bind(3, number).Bind(4, context.Now).Run();
        var to = SessionWriter.FindKey(context, copy.Tenant, copy.To)!.Value;
        context.Statement(InsertMessages).Bind(1, from).Bind(2, to).Bind(3, number).Bind(4, copy.ThroughTurn ?? int.MaxValue).Run();
        return true;
    }

    private static int? FindNumber(SqlWriteContext context, long session, SessionCopy copy)
    {
        var rows = context.Statement(SelectRun).Bind(1, session).Bind(2, copy.Run.Value);
        int? number = rows.Step() ? rows.Int(0) : null;
        rows.Reset();
        return number;
    }
}
