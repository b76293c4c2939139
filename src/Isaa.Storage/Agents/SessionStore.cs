using System.Text.Json;
using Isaa.Agents.Sessions;
using Isaa.Jobs;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Agents;

/// <summary>Keeps conversations in a database.</summary>
/// <param name="store">The database.</param>
internal sealed class SessionStore(ISqlStore store) : ISessionStore
{
    private const int Waits = 0;
    private const int HasIt = 1;

    public Task LineUpAsync(string tenant, string session, string agent, JobId run, CancellationToken cancellationToken) => store.WriteAsync(
        context =>
        {
            var key = Ensure(context, tenant, session, agent);
            if (FindRun(context, key, run) is null)
            {
                Wait(context, key, run, number: 0);
            }

            return true;
        },
        cancellationToken);

    public Task<SessionOpening> OpenAsync(SessionOpenRequest request, CancellationToken cancellationToken) =>
        store.WriteAsync(context => Open(context, request), cancellationToken);

    public Task ForgetAsync(string tenant, string session, JobId run, CancellationToken cancellationToken) => store.WriteAsync(
        context =>
        {
            SessionWriter.Close(context, SessionWriter.FindKey(context, tenant, session), run);
            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<SessionMessage>> ReadAsync(SessionQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<SessionMessage>>(context => Read(context, query), cancellationToken);

    public Task<bool> CopyAsync(SessionCopy copy, CancellationToken cancellationToken) =>
        store.WriteAsync(context => SessionCopies.Copy(context, copy), cancellationToken);

    public async Task<Session?> FindAsync(string tenant, string session, CancellationToken cancellationToken)
    {
        var found = await store.ReadAsync(
            context => ReadSessions(context.Statement("""
                SELECT s.tenant, s.id, s.agent, s.created_at, s.updated_at, s.runs,
                    (SELECT r.run FROM isaa_session_runs r WHERE r.session = s.session AND r.state = 1)
                FROM isaa_sessions s
                WHERE s.tenant = ?1 AND s.id = ?2
                """).Bind(1, tenant).Bind(2, session)),
            cancellationToken);
        return found.SingleOrDefault();
    }

    public Task<IReadOnlyList<Session>> ListAsync(string tenant, int limit, CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<Session>>(
        context => ReadSessions(context.Statement("""
            SELECT s.tenant, s.id, s.agent, s.created_at, s.updated_at, s.runs,
                (SELECT r.run FROM isaa_session_runs r WHERE r.session = s.session AND r.state = 1)
            FROM isaa_sessions s
            WHERE s.tenant = ?1
            ORDER BY s.updated_at DESC, s.session DESC LIMIT ?2
            """).Bind(1, tenant).Bind(2, limit)),
        cancellationToken);

    private static SessionOpening Open(SqlWriteContext context, SessionOpenRequest request)
    {
        var session = Ensure(context, request.Tenant, request.Session, request.Agent);
        var known = FindRun(context, session, request.Run);
        if (known is { State: HasIt } open)
        {
            return Opened(open.Number, open.OpenedAt!.Value, isAgain: true);
        }

        var ticket = known is { State: Waits } waiting ? waiting.Ticket : Wait(context, session, request.Run, known?.Number ?? 0);
        if (FindBefore(context, session, ticket) is { } before)
        {
            return new SessionOpening { BlockedBy = before };
        }

        var isAgain = known is { Number: > 0 };
        var number = isAgain ? known!.Value.Number : GiveNumber(context, session);
        context.Statement("UPDATE isaa_session_runs SET number = ?3, state = 1, opened_at = ?4 WHERE session = ?1 AND run = ?2")
            .Bind(1, session).Bind(2, request.Run.Value).Bind(3, number).Bind(4, context.Now).Run();
        Use(context, session, request.Agent);
        if (!isAgain)
        {
            var said = new SessionMessage { Place = new SessionPlace(number, 0, 0), Role = SessionRole.User, Text = request.Input };
            SessionWriter.Insert(context, session, said);
        }

        return Opened(number, context.Now, isAgain);
    }

    private static SessionOpening Opened(int number, long at, bool isAgain) =>
        new() { Number = number, OpenedAt = DateTimeOffset.FromUnixTimeMilliseconds(at), IsAgain = isAgain };

    private static long Ensure(SqlWriteContext context, string tenant, string id, string agent)
    {
        var rows = context.Statement("SELECT session FROM isaa_sessions WHERE tenant = ?1 AND id = ?2 FOR UPDATE").Bind(1, tenant).Bind(2, id);
        if (rows.Step())
        {
            var known = rows.Long(0);
            rows.Reset();
            return known;
        }

        return Number(context.Statement("""
            INSERT INTO isaa_sessions (tenant, id, agent, runs, tickets, created_at, updated_at) VALUES (?1, ?2, ?3, 0, 0, ?4, ?4)
            RETURNING session
            """).Bind(1, tenant).Bind(2, id).Bind(3, agent).Bind(4, context.Now));
    }

    private static (long Ticket, int Number, int State, long? OpenedAt)? FindRun(SqlWriteContext context, long session, JobId run)
    {
        var rows = context.Statement("SELECT ticket, number, state, opened_at FROM isaa_session_runs WHERE session = ?1 AND run = ?2")
            .Bind(1, session).Bind(2, run.Value);
        (long, int, int, long?)? found = rows.Step() ? (rows.Long(0), rows.Int(1), rows.Int(2), rows.LongOrNull(3)) : null;
        rows.Reset();
        return found;
    }

    // Whoever has the session comes first, then those that wait, in line.
    private static JobId? FindBefore(SqlWriteContext context, long session, long ticket)
    {
        var holder = FirstRun(context.Statement("SELECT run FROM isaa_session_runs WHERE session = ?1 AND state = 1").Bind(1, session));
        return holder ?? FirstRun(context.Statement("""
            SELECT run FROM isaa_session_runs WHERE session = ?1 AND state = 0 AND ticket < ?2 ORDER BY ticket LIMIT 1
            """).Bind(1, session).Bind(2, ticket));
    }

    private static JobId? FirstRun(SqlStatement rows)
    {
        JobId? first = rows.Step() ? new JobId(rows.Guid(0)) : null;
        rows.Reset();
        return first;
    }

    private static int GiveNumber(SqlWriteContext context, long session) =>
        (int)Number(context.Statement("UPDATE isaa_sessions SET runs = runs + 1 WHERE session = ?1 RETURNING runs").Bind(1, session));

    private static long Number(SqlStatement returning)
    {
        _ = returning.Step();
        var number = returning.Long(0);
        returning.Reset();
        return number;
    }

    /// <summary>Puts a run at the end of the line.</summary>
    /// <returns>Its place.</returns>
    private static long Wait(SqlWriteContext context, long session, JobId run, int number)
    {
        var ticket = Number(context.Statement("UPDATE isaa_sessions SET tickets = tickets + 1 WHERE session = ?1 RETURNING tickets").Bind(1, session));
        context.Statement("""
            INSERT INTO isaa_session_runs (session, run, ticket, number, state) VALUES (?1, ?2, ?3, ?4, 0)
            ON CONFLICT (session, run) DO UPDATE SET ticket = excluded.ticket, state = excluded.state
            """).Bind(1, session).Bind(2, run.Value).Bind(3, ticket).Bind(4, number).Run();
        return ticket;
    }

    private static void Use(SqlWriteContext context, long session, string agent) =>
        context.Statement("UPDATE isaa_sessions SET agent = ?2, updated_at = ?3 WHERE session = ?1").Bind(1, session).Bind(2, agent).Bind(3, context.Now).Run();

    private static List<SessionMessage> Read(SqlReadContext context, SessionQuery query)
    {
        var messages = new List<SessionMessage>();
        if (SessionWriter.FindKey(context, query.Tenant, query.Session) is not { } session)
        {
            return messages;
        }

        var last = query.ThroughRun ?? int.MaxValue;
        var rows = context.Statement("""
            SELECT run, turn, part, at, body FROM isaa_session_messages
            WHERE session = ?1 AND run BETWEEN ?2 AND ?3
            ORDER BY run, turn, part
            """).Bind(1, session).Bind(2, FirstRun(context, session, last, query.RunsBefore)).Bind(3, last);
        while (rows.Step())
        {
            var message = JsonSerializer.Deserialize(rows.Span(4), SessionJson.Default.SessionMessage)!;
            messages.Add(message with
            {
                Place = new SessionPlace(rows.Int(0), rows.Int(1), rows.Int(2)),
                At = DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(3)),
            });
        }

        return messages;
    }

    private static int FirstRun(SqlReadContext context, long session, int last, int? before)
    {
        if (before is not { } count)
        {
            return 0;
        }

        var rows = context.Statement("SELECT runs FROM isaa_sessions WHERE session = ?1").Bind(1, session);
        var runs = rows.Step() ? rows.Int(0) : 0;
        rows.Reset();
        return Math.Max(0, Math.Min(last, runs) - count);
    }

    private static List<Session> ReadSessions(SqlStatement rows)
    {
        var sessions = new List<Session>();
        while (rows.Step())
        {
            sessions.Add(new Session
            {
                Tenant = rows.Text(0),
                Id = rows.Text(1),
                Agent = rows.Text(2),
                CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(3)),
                UpdatedAt = DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(4)),
                Runs = rows.Int(5),
                OpenRun = rows.GuidOrNull(6) is { } run ? new JobId(run) : null,
            });
        }

        return sessions;
    }
}
