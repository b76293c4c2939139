using Isaa.Jobs.Duties;
using Isaa.Jobs.Events;
using Isaa.Storage.Jobs.Duties;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Retention;

/// <summary>Removes the beginning of the event log and remembers how far.</summary>
internal static class EventTrim
{
    private const string Delete = "DELETE FROM isaa_events WHERE job = (SELECT seq FROM isaa_jobs WHERE id = ?) AND event = ?";

    // What a deleted job's newest event left behind, see JobRemoval.
    private const string DeleteDisowned = "DELETE FROM isaa_events WHERE job = 0 AND event < ?";

    /// <summary>Removes events that are the oldest of all.</summary>
    public static int Trim(SqlWriteContext context, Duty duty, IReadOnlyList<JobEvent> events)
    {
        DutyWrites.Ensure(context, duty);
        foreach (var old in events)
        {
            context.Statement(Delete).Bind(1, old.Job.Value).Bind(2, old.Cursor.Sequence).Run();
        }

        context.Statement(DeleteDisowned).Bind(1, events[^1].Cursor.Sequence).Run();
        EventMarks.SaveTrimmed(context, events[^1].Cursor);
        return events.Count;
    }
}
