using Isaa.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Events;

/// <summary>Appends to the event log inside the transaction of the change.</summary>
internal static class EventWrites
{
    private const string Insert = "INSERT INTO isaa_events (job, type, name, at, body) VALUES (?, ?, ?, ?, ?)";

    public static void Append(SqlContext context, long now, long job, int type, byte[]? body = null) =>
        Append(context, now, job, type, name: null, body is null ? default(ReadOnlyMemory<byte>?) : body);

    public static void Append(SqlContext context, long now, long job, IReadOnlyList<NewJobEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var isOwn = EventTypes.TryNumber(events[i].Type, out var number);
            Append(context, now, job, isOwn ? number : EventTypes.Other, isOwn ? null : events[i].Type, events[i].Body);
        }
    }

    private static void Append(SqlContext context, long now, long job, int type, string? name, ReadOnlyMemory<byte>? body) =>
        context.Statement(Insert).Bind(1, job).Bind(2, type).Bind(3, name).Bind(4, now).Bind(5, body).Run();
}
