using System.Text.Json;
using Isaa.Agents.Sessions;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Agents;

/// <summary>Writes what runs say and when they give their session free, inside a job's transaction.</summary>
internal sealed class SessionWriter : ISqlStoreWriter
{
    public bool TryWrite(SqlWriteContext context, StoreWrite write)
    {
        switch (write)
        {
            case SessionAppend append:
                Append(context, append);
                return true;
            case SessionClose close:
                Close(context, FindKey(context, close.Tenant, close.Session), close.Run);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The store's own key of a session; null when there is no such session.</summary>
    public static long? FindKey(SqlContext context, string tenant, string session)
    {
        var rows = context.Statement("SELECT session FROM isaa_sessions WHERE tenant = ?1 AND id = ?2").Bind(1, tenant).Bind(2, session);
        long? key = rows.Step() ? rows.Long(0) : null;
        rows.Reset();
        return key;
    }

    public static void Insert(SqlWriteContext context, long session, SessionMessage message) => context.Statement("""
        INSERT INTO isaa_session_messages (session, run, turn, part, at, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (session, run, turn, part) DO NOTHING
        """)
        .Bind(1, session)
        .Bind(2, message.Place.Run)
        .Bind(3, message.Place.Turn)
        .Bind(4, message.Place.Part)
        .Bind(5, context.Now)
        .Bind(6, JsonSerializer.SerializeToUtf8Bytes(message, SessionJson.Default.SessionMessage))
        .Run();

    public static void Close(SqlWriteContext context, long? session, JobId run)
    {
        if (session is { } key)
        {
            context.Statement("UPDATE isaa_session_runs SET state = 2 WHERE session = ?1 AND run = ?2").Bind(1, key).Bind(2, run.Value).Run();
        }
    }

    private static void Append(SqlWriteContext context, SessionAppend append)
    {
        var key = FindKey(context, append.Tenant, append.Session)
            ?? throw new IsaaException("session_unknown", $"Session '{append.Session}' was deleted while a run wrote to it.");
        foreach (var message in append.Messages)
        {
            Insert(context, key, message);
        }
    }
}
