using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Groups;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Jobs.Unique;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs;

/// <summary>Moves jobs whose time has come: delayed ones to ready, those that took too long to their end.</summary>
internal static class JobTimes
{
    /// <summary>The most jobs of each sort that one transaction moves.</summary>
    public const int AtOnce = 500;

    private const string SelectDue = """
        SELECT seq FROM isaa_jobs INDEXED BY isaa_jobs_due WHERE state IN (2, 5) AND run_at <= ? ORDER BY run_at LIMIT ? FOR UPDATE SKIP LOCKED
        """;

    private const string SelectExpired = """
        SELECT seq FROM isaa_jobs INDEXED BY isaa_jobs_expiring
        WHERE expires_at IS NOT NULL AND started = 0 AND state < 3 AND expires_at <= ? ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED
        """;

    private const string SelectEnded = """
        SELECT seq FROM isaa_jobs INDEXED BY isaa_jobs_ending
        WHERE deadline_at IS NOT NULL AND state < 6 AND state <> 3 AND deadline_at <= ? ORDER BY deadline_at LIMIT ? FOR UPDATE SKIP LOCKED
        """;

    private const string SelectNextDue = "SELECT min(run_at) FROM isaa_jobs INDEXED BY isaa_jobs_due WHERE state IN (2, 5)";

    private const string SelectNextExpired = """
        SELECT min(expires_at) FROM isaa_jobs INDEXED BY isaa_jobs_expiring WHERE expires_at IS NOT NULL AND started = 0 AND state < 3
        """;

    private const string SelectNextEnded = """
        SELECT min(deadline_at) FROM isaa_jobs INDEXED BY isaa_jobs_ending WHERE deadline_at IS NOT NULL AND state < 6 AND state <> 3
        """;

    private const string SelectNextGroup = "SELECT min(next_at) FROM isaa_groups INDEXED BY isaa_groups_next WHERE next_at IS NOT NULL";

    private static readonly string[] AllNext = [SelectNextDue, SelectNextExpired, SelectNextEnded, SelectNextGroup];

    /// <summary>Moves what is due.</summary>
    /// <param name="context">The write.</param>
    /// <param name="isDone">False when more is due than one transaction moves.</param>
    public static PromoteResult Promote(SqlWriteContext context, out bool isDone)
    {
        var timedOut = 0;
        var ended = ReadRows(context, SelectEnded);
        timedOut += TimeOut(context, ended, Timeouts.Total);
        var expired = ReadRows(context, SelectExpired);
        timedOut += TimeOut(context, expired, Timeouts.Queue);
        var due = ReadRows(context, SelectDue);
        var promoted = due.Count(row => MakeReady(context, row));
        var groups = GroupTickets.AdmitDue(context);
        UniqueKeyRow.Sweep(context);
        isDone = Math.Max(Math.Max(due.Count, ended.Count), expired.Count) < AtOnce && groups < GroupTickets.DueAtOnce;
        return new PromoteResult(promoted, ReadNext(context), timedOut);
    }

    private static bool MakeReady(SqlWriteContext context, long row)
    {
        // A timeout of the same transaction may have ended it.
        if (JobHead.Find(context, row) is not { State: JobState.Delayed or JobState.WaitingSignal } job)
        {
            return false;
        }

        JobTransitions.Apply(context, job, new JobMove(JobState.Ready, EventTypes.Ready));
        return true;
    }

    private static int TimeOut(SqlWriteContext context, List<long> rows, JobError error)
    {
        var moved = 0;
        foreach (var row in rows)
        {
            if (JobHead.Find(context, row) is { } job && !job.State.IsFinal())
            {
                JobTransitions.Apply(context, job, Timeouts.Move(error));
                moved++;
            }
        }

        return moved;
    }

    private static List<long> ReadRows(SqlWriteContext context, string sql)
    {
        var found = new List<long>();
        var rows = context.Statement(sql).Bind(1, context.Now).Bind(2, AtOnce);
        while (rows.Step())
        {
            found.Add(rows.Long(0));
        }

        found.Sort();
        return found;
    }

    private static DateTimeOffset? ReadNext(SqlWriteContext context)
    {
        long? earliest = null;
        foreach (var sql in AllNext)
        {
            var next = context.Statement(sql);
            _ = next.Step();
            var at = next.LongOrNull(0);
            next.Reset();
            earliest = at < earliest || earliest is null ? at ?? earliest : earliest;
        }

        return earliest is { } time ? JobRow.Time(time) : null;
    }
}
