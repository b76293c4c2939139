using Isaa.Jobs.Events;
using Isaa.Storage.Sqlite.Engine;

namespace Isaa.Storage.Sqlite.Jobs.Events;

/// <summary>Appends to the event log inside the transaction of the change.</summary>
internal static class EventWrites
{
    private const string Insert = "INSERT INTO isaa_events (job, type, at, body) VALUES (?, ?, ?, ?)";

    public static void Append(SqliteContext context, long now, long job, int type, byte[]? body = null)
    {
        var insert = context.Statement(Insert).Bind(1, job).Bind(2, type).Bind(3, now);
        _ = body is null ? insert.BindNull(4) : insert.Bind(4, body);
        insert.Run();
    }

    public static void Append(SqliteContext context, long now, long job, IReadOnlyList<NewJobEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var insert = context.Statement(Insert).Bind(1, job).Bind(3, now).Bind(4, events[i].Body);
            _ = EventTypes.TryNumber(events[i].Type, out var number) ? insert.Bind(2, number) : insert.Bind(2, events[i].Type);
            insert.Run();
        }
    }
}
