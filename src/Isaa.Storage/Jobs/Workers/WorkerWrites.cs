using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Workers;

/// <summary>Registers workers, and takes back what they hold when they go.</summary>
internal static class WorkerWrites
{
    private const string Extend = "UPDATE isaa_workers SET lease_until = ?, host = ?, process_id = ? WHERE id = ? AND ended_at IS NULL";

    private const string Register = """
        INSERT INTO isaa_workers (id, host, process_id, started_at, lease_until) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """;

    private const string End = "UPDATE isaa_workers SET ended_at = ? WHERE id = ? AND ended_at IS NULL";

    private const string Forget = "DELETE FROM isaa_workers WHERE ended_at < ?";

    private const string SelectHeld = "SELECT seq, stalled, cancel_reason FROM isaa_jobs INDEXED BY isaa_jobs_active WHERE state = 3 AND worker = ? ORDER BY seq FOR UPDATE";

    private const string SelectLapsed = "SELECT id FROM isaa_workers WHERE ended_at IS NULL AND lease_until <= ? ORDER BY id FOR UPDATE SKIP LOCKED";

    private const string CountStall = "UPDATE isaa_jobs SET stalled = ? WHERE seq = ?";

    private const string Rescue = "UPDATE isaa_jobs SET state = 1 WHERE seq = ?";

    private const string Bury = "UPDATE isaa_jobs SET state = 9, finished_at = ?, error = ? WHERE seq = ?";

    private const long RememberedFor = 24 * 60 * 60 * 1000;

    /// <summary>Extends the lease, or registers a worker that was never seen.</summary>
    public static bool Beat(SqlWriteContext context, WorkerHeartbeat beat, bool isKnown)
    {
        var until = context.Now + (long)beat.LeaseTime.TotalMilliseconds;
        if (context.Statement(Extend).Bind(1, until).Bind(2, beat.Host).Bind(3, beat.ProcessId).Bind(4, beat.Worker.Value).RunCounted() > 0)
        {
            return true;
        }

        return !isKnown && context.Statement(Register)
            .Bind(1, beat.Worker.Value).Bind(2, beat.Host).Bind(3, beat.ProcessId).Bind(4, context.Now).Bind(5, until).RunCounted() > 0;
    }

    public static bool Retire(SqlWriteContext context, WorkerId worker)
    {
        foreach (var (row, _, cancelReason) in ReadHeld(context, worker.Value))
        {
            if (cancelReason is null)
            {
                JobSettlements.Release(context, row, "its worker ended");
                context.Touch(StoreTopic.Work);
            }
            else
            {
                JobSettlements.Cancel(context, row, cancelReason);
            }

            context.Touch(StoreTopic.Events);
        }

        return context.Statement(End).Bind(1, context.Now).Bind(2, worker.Value).RunCounted() > 0;
    }

    /// <summary>Takes back the jobs of these workers and of all whose lease ended.</summary>
    public static RescueResult TakeBack(SqlWriteContext context, IReadOnlyList<Guid> gone, int stallLimit)
    {
        var (rescued, died) = (0, 0);
        foreach (var worker in gone.Union(ReadLapsed(context)).ToList())
        {
            if (context.Statement(End).Bind(1, context.Now).Bind(2, worker).RunCounted() == 0)
            {
                continue;
            }

            foreach (var (row, stalled, cancelReason) in ReadHeld(context, worker))
            {
                context.Touch(StoreTopic.Events);
                context.Statement(CountStall).Bind(1, stalled + 1).Bind(2, row).Run();
                EventWrites.Append(context, context.Now, row, EventTypes.Stalled);
                if (stalled + 1 > stallLimit)
                {
                    Kill(context, row, stalled + 1);
                    died++;
                }
                else if (cancelReason is not null)
                {
                    JobSettlements.Cancel(context, row, cancelReason);
                }
                else
                {
                    context.Statement(Rescue).Bind(1, row).Run();
                    EventWrites.Append(context, context.Now, row, EventTypes.Ready);
                    context.Touch(StoreTopic.Work);
                    rescued++;
                }
            }
        }

        context.Statement(Forget).Bind(1, context.Now - RememberedFor).Run();
        return new RescueResult(rescued, died);
    }

    private static void Kill(SqlWriteContext context, long row, int stalled)
    {
        var error = new JobError
        {
            Code = "stall_limit",
            Message = $"{stalled} workers died or hung while they held this job. Look at what it does to its process, then retry it.",
        };
        context.Statement(Bury).Bind(1, context.Now).Bind(2, JobJson.Write(error)).Bind(3, row).Run();
        EventWrites.Append(context, context.Now, row, EventTypes.Dead, JobJson.Body(new ErrorBody(error), JobJson.Default.ErrorBody));
    }

    private static List<(long Row, int Stalled, string? CancelReason)> ReadHeld(SqlWriteContext context, Guid worker)
    {
        var held = new List<(long, int, string?)>();
        var rows = context.Statement(SelectHeld).Bind(1, worker);
        while (rows.Step())
        {
            held.Add((rows.Long(0), rows.Int(1), rows.TextOrNull(2)));
        }

        return held;
    }

    private static List<Guid> ReadLapsed(SqlWriteContext context)
    {
        var lapsed = new List<Guid>();
        var rows = context.Statement(SelectLapsed).Bind(1, context.Now);
        while (rows.Step())
        {
            lapsed.Add(rows.Guid(0));
        }

        return lapsed;
    }
}
