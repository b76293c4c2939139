using Isaa.Jobs;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Flows;

/// <summary>Finds jobs that wait for what has come already, and lets them go on.</summary>
internal static class WaitChecks
{
    private const string SelectWaiting = """
        SELECT j.seq,
            j.pending - (SELECT count(*) FROM isaa_unique_keys u JOIN isaa_lanes l ON l.tenant = u.tenant WHERE l.lane = j.lane AND u.key = j.unique_key AND u.next = j.seq),
            (SELECT count(*) FROM isaa_dependencies d WHERE d.dependant = j.seq AND d.is_open = 1),
            (SELECT count(*) FROM isaa_dependencies d JOIN isaa_jobs o ON o.seq = d.dependency
                WHERE d.dependant = j.seq AND d.is_open = 1 AND (o.state = 6 OR (o.state > 6 AND d.policy <> 3))),
            (SELECT count(*) FROM isaa_waits w JOIN isaa_signals s ON s.job = w.job AND s.name = w.name WHERE w.job = j.seq AND j.state = 5 AND s.taken = 0),
            (SELECT count(*) FROM isaa_waits w WHERE w.job = j.seq AND w.name IN ('', ' '))
        FROM isaa_jobs j INDEXED BY isaa_jobs_waiting WHERE j.state IN (0, 4, 5) AND j.seq > ? ORDER BY j.seq LIMIT ?
        """;

    private const string SelectOver = """
        SELECT d.dependency FROM isaa_dependencies d JOIN isaa_jobs o ON o.seq = d.dependency
        WHERE d.dependant = ? AND d.is_open = 1 AND (o.state = 6 OR (o.state > 6 AND d.policy <> 3)) ORDER BY d.dependency
        """;

    // Who is to follow the holder of a unique key waits for it without an edge.
    private const string CountOpen = """
        SELECT (SELECT count(*) FROM isaa_dependencies WHERE dependant = ?1 AND is_open = 1)
            + (SELECT count(*) FROM isaa_unique_keys u JOIN isaa_lanes l ON l.tenant = u.tenant JOIN isaa_jobs j ON j.lane = l.lane
                WHERE j.seq = ?1 AND u.key = j.unique_key AND u.next = j.seq)
        """;

    private const string CountSignals = """
        SELECT count(*) FROM isaa_waits w JOIN isaa_signals s ON s.job = w.job AND s.name = w.name WHERE w.job = ? AND s.taken = 0
        """;

    private const string SetPending = "UPDATE isaa_jobs SET pending = ? WHERE seq = ?";

    /// <summary>Looks at a page of waiting jobs.</summary>
    /// <returns>The suspicious ones, how many were looked at, and where the next page begins; 0 at the end.</returns>
    public static (List<long> Suspects, int Looked, long Next) Look(SqlReadContext context, long after, int limit)
    {
        var suspects = new List<long>();
        var looked = 0;
        var last = 0L;
        var rows = context.Statement(SelectWaiting).Bind(1, after).Bind(2, limit);
        while (rows.Step())
        {
            looked++;
            last = rows.Long(0);
            var (pending, open, over, signals, children) = (rows.Long(1), rows.Long(2), rows.Long(3), rows.Long(4), rows.Long(5));
            if (pending != open || over > 0 || signals > 0 || (open == 0 && children > 0))
            {
                suspects.Add(last);
            }
        }

        return (suspects, looked, looked < limit ? 0 : last);
    }

    /// <summary>Looks at a job again, with its row locked, and repairs what is wrong.</summary>
    /// <returns>Whether something was.</returns>
    public static bool Repair(SqlWriteContext context, long row)
    {
        if (JobHead.Find(context, row) is not { State: JobState.Waiting or JobState.WaitingChildren or JobState.WaitingSignal } head)
        {
            return false;
        }

        var wrong = false;
        foreach (var dependency in ReadOver(context, row))
        {
            if (JobHead.Find(context, dependency) is not { } ended || !ended.State.IsFinal())
            {
                continue;
            }

            context.Remembered<Endings>().Add(context, ended with { IsWatched = true, Pending = 0 }, ended.State);
            wrong = true;
        }

        head = JobHead.Find(context, row)!;
        var open = (int)ReadNumber(context.Statement(CountOpen).Bind(1, row));
        if (open != head.Pending)
        {
            head = head with { Pending = open };
            context.Statement(SetPending).Bind(1, open).Bind(2, row).Run();
            wrong = true;
        }

        return GoOn(context, head) || wrong;
    }

    private static bool GoOn(SqlWriteContext context, JobHead head)
    {
        var hasSignal = head.State == JobState.WaitingSignal && ReadNumber(context.Statement(CountSignals).Bind(1, head.Row)) > 0;
        if (hasSignal)
        {
            JobTransitions.Apply(context, head, new JobMove(JobState.Ready, EventTypes.Ready) { RunAt = context.Now });
        }
        else if (head.Pending == 0 && (head.State is JobState.Waiting or JobState.WaitingChildren
            || (head.State == JobState.WaitingSignal && WaitWrites.WaitsForChildren(context, head.Row))))
        {
            Endings.GoOn(context, head);
            return true;
        }

        return hasSignal;
    }

    private static List<long> ReadOver(SqlWriteContext context, long row)
    {
        var found = new List<long>();
        var rows = context.Statement(SelectOver).Bind(1, row);
        while (rows.Step())
        {
            found.Add(rows.Long(0));
        }

        return found;
    }

    private static long ReadNumber(SqlStatement row)
    {
        _ = row.Step();
        var number = row.Long(0);
        row.Reset();
        return number;
    }
}
