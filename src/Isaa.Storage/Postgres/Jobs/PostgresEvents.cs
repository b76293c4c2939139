using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Storage.Jobs;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Postgres.Engine.Reading;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Postgres.Jobs;

/// <summary>
/// Reads the event log. Transactions commit in another order than they begin, so the log's order is (transaction, number), and it is read only below the
/// oldest transaction that may still add to it. One job's events are written under its row's lock: they are read by number alone, without waiting.
/// </summary>
internal static class PostgresEvents
{
    // Running transactions of others, who never write events by themselves, are passed over, however long they take. One whose owner cannot be told counts
    // as ours, unless it has ended by now: then the events are read from a newer state, which has its own.
    private const string SelectHorizon = """
        WITH locks AS MATERIALIZED (
            SELECT pid, locktype, transactionid::text::bigint AS transaction FROM pg_locks
            WHERE granted AND ((locktype = 'transactionid' AND mode = 'ExclusiveLock')
                OR (locktype = 'advisory' AND classid = 1769169249 AND objid = hashtext(current_schema())::oid AND objsubid = 2))),
        ours AS MATERIALIZED (
            SELECT r.xid FROM pg_snapshot_xip(pg_current_snapshot()) AS r (xid)
            WHERE NOT EXISTS (
                SELECT 1 FROM locks t
                WHERE t.locktype = 'transactionid' AND t.transaction = (r.xid::text::bigint & 4294967295)
                    AND NOT EXISTS (SELECT 1 FROM locks a WHERE a.locktype = 'advisory' AND a.pid = t.pid)))
        SELECT coalesce(
            (SELECT min(xid::text::bigint) FROM ours WHERE pg_xact_status(xid) = 'in progress'),
            pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
        """;

    private const string Columns = "SELECT e.event, e.at, j.id, e.type, e.body, e.name, coalesce(e.tx::text::bigint, 0) FROM isaa_events e JOIN isaa_jobs j ON j.seq = e.job ";

    private const string SelectAll = Columns + """
        WHERE (e.tx, e.event) > (?1::text::xid8, ?2) AND e.tx < ?3::text::xid8
            AND (?4 IS NULL OR j.lane IN (SELECT lane FROM isaa_lanes WHERE tenant = ?4)) ORDER BY e.tx, e.event LIMIT ?5
        """;

    private const string SelectOfJob = Columns + """
        WHERE e.job = (SELECT seq FROM isaa_jobs WHERE id = ?1) AND e.event > ?2
            AND (?3 IS NULL OR j.lane IN (SELECT lane FROM isaa_lanes WHERE tenant = ?3)) ORDER BY e.event LIMIT ?4
        """;

    private const string SelectLast = "SELECT tx::text::bigint, event FROM isaa_events WHERE tx < ?::text::xid8 ORDER BY tx DESC, event DESC LIMIT 1";

    public static IReadOnlyList<JobEvent> Read(SqlReadContext context, EventQuery query)
    {
        var events = new List<JobEvent>();
        var rows = query.Job is { } job
            ? context.Statement(SelectOfJob).Bind(1, job.Value).Bind(2, query.After.Sequence).Bind(3, query.Tenant).Bind(4, query.Limit)
            : BindAll(context, query);
        while (rows.Step())
        {
            events.Add(new JobEvent
            {
                Cursor = new EventCursor(rows.Long(6), rows.Long(0)),
                At = JobRow.Time(rows.Long(1)),
                Job = new JobId(rows.Guid(2)),
                Type = rows.Int(3) is var type and not EventTypes.Other ? EventTypes.Name(type) : rows.Text(5),
                Body = rows.BytesOrNull(4),
            });
        }

        return events;
    }

    public static EventCursor Last(SqlReadContext context)
    {
        var row = context.Statement(SelectLast).Bind(1, Horizon(context));
        var cursor = row.Step() ? new EventCursor(row.Long(0), row.Long(1)) : EventCursor.Start;
        row.Reset();
        return cursor;
    }

    private static SqlStatement BindAll(SqlReadContext context, EventQuery query)
    {
        var horizon = Horizon(context);

        // A cursor from before the database was restored elsewhere names transactions that are yet to come; numbers go on in any case.
        var epoch = query.After.Epoch > horizon ? 0 : query.After.Epoch;
        return context.Statement(SelectAll).Bind(1, epoch).Bind(2, query.After.Sequence).Bind(3, horizon).Bind(4, query.Tenant).Bind(5, query.Limit);
    }

    private static long Horizon(SqlReadContext context)
    {
        var row = context.Statement(SelectHorizon);
        _ = row.Step();
        var horizon = row.Long(0);
        row.Reset();
        ((PostgresReadContext)context).Renew();
        return horizon;
    }
}
