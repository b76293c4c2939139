using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Storage.Jobs;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Sqlite;

/// <summary>Reads the event log. One writer at a time numbers and commits events in the same order.</summary>
internal static class SqliteEvents
{
    private const string Columns = "SELECT e.event, e.at, j.id, e.type, e.body, e.name FROM isaa_events e ";

    private const string SelectAll = Columns + """
        CROSS JOIN isaa_jobs j ON j.seq = e.job
        WHERE e.event > ?1 AND (?2 IS NULL OR j.lane IN (SELECT lane FROM isaa_lanes WHERE tenant = ?2)) ORDER BY e.event LIMIT ?3
        """;

    private const string SelectOfJob = Columns + """
        INDEXED BY isaa_events_job CROSS JOIN isaa_jobs j ON j.seq = e.job
        WHERE e.job = (SELECT seq FROM isaa_jobs WHERE id = ?4) AND e.event > ?1
            AND (?2 IS NULL OR j.lane IN (SELECT lane FROM isaa_lanes WHERE tenant = ?2)) ORDER BY e.event LIMIT ?3
        """;

    private const string SelectLast = "SELECT coalesce(max(event), 0) FROM isaa_events";

    public static IReadOnlyList<JobEvent> Read(SqlReadContext context, EventQuery query)
    {
        var rows = context.Statement(query.Job is null ? SelectAll : SelectOfJob)
            .Bind(1, query.After.Sequence).Bind(2, query.Tenant).Bind(3, query.Limit);
        if (query.Job is { } job)
        {
            rows.Bind(4, job.Value);
        }

        var events = new List<JobEvent>();
        while (rows.Step())
        {
            events.Add(new JobEvent
            {
                Cursor = new EventCursor(0, rows.Long(0)),
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
        var row = context.Statement(SelectLast);
        _ = row.Step();
        var cursor = new EventCursor(0, row.Long(0));
        row.Reset();
        return cursor;
    }
}
