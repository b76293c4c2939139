using Isaa.Diagnostics;
using Isaa.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Events;

/// <summary>Where the event log begins, since its oldest part was removed.</summary>
internal static class EventMarks
{
    private const string SelectTrimmed = "SELECT at FROM isaa_marks WHERE name = 'trimmed'";

    private const string Save = "INSERT INTO isaa_marks (name, at) VALUES ('trimmed', ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at";

    /// <summary>The newest event that was removed; the start when none was.</summary>
    public static EventCursor ReadTrimmed(SqlReadContext context)
    {
        var row = context.Statement(SelectTrimmed);
        if (!row.Step())
        {
            return EventCursor.Start;
        }

        _ = EventCursor.TryParse(row.Text(0), out var trimmed);
        row.Reset();
        return trimmed;
    }

    public static void SaveTrimmed(SqlWriteContext context, EventCursor trimmed) => context.Statement(Save).Bind(1, trimmed.ToString()).Run();

    /// <summary>Lets nobody read on from a place behind which events were removed; who reads from the start gets what there is.</summary>
    /// <exception cref="IsaaException"><c>cursor_expired</c>.</exception>
    public static void EnsureKept(SqlReadContext context, EventCursor after)
    {
        if (after != EventCursor.Start && ReadTrimmed(context) is var trimmed && after < trimmed)
        {
            throw new IsaaException("cursor_expired",
                $"The events behind {after} are no longer all there: the log was trimmed up to {trimmed} because of their age. Look at the jobs as they stand, and read on from {trimmed}.");
        }
    }
}
