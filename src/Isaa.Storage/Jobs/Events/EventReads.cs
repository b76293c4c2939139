using Isaa.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Events;

/// <summary>Reads the event log, in the order that each database can vouch for.</summary>
internal static class EventReads
{
    /// <summary>The events after a place, oldest first; none that commits later comes before one that was read.</summary>
    public static IReadOnlyList<JobEvent> Read(SqlReadContext context, EventQuery query) => context.Dialect.ReadEvents(context, query);

    /// <summary>The place after the newest event.</summary>
    public static EventCursor Last(SqlReadContext context) => context.Dialect.ReadLastEvent(context);
}
