using System.Text.Json;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Workers;

/// <summary>Registers workers, and takes back what they hold when they go.</summary>
internal static class WorkerWrites
{
    private const string Extend = "UPDATE isaa_workers SET lease_until = ?, host = ?, process_id = ?, reach = ? WHERE id = ? AND ended_at IS NULL";

    private const string Register = """
        INSERT INTO isaa_workers (id, host, process_id, started_at, lease_until, reach) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """;

    private const string End = "UPDATE isaa_workers SET ended_at = ? WHERE id = ? AND ended_at IS NULL";

    private const string Forget = "DELETE FROM isaa_workers WHERE ended_at < ?";

    private const string SelectHeld = "SELECT seq FROM isaa_jobs INDEXED BY isaa_jobs_active WHERE state = 3 AND worker = ? ORDER BY seq FOR UPDATE";

    private const string SelectLapsed = "SELECT id FROM isaa_workers WHERE ended_at IS NULL AND lease_until <= ? ORDER BY id FOR UPDATE SKIP LOCKED";

    private const long RememberedFor = 24 * 60 * 60 * 1000;

    /// <summary>Extends the lease, or registers a worker that was never seen.</summary>
    public static bool Beat(SqlWriteContext context, WorkerHeartbeat beat, bool isKnown)
    {
        var until = context.Now + (long)beat.LeaseTime.TotalMilliseconds;
        var reach = beat.Reach is null ? null : JsonSerializer.Serialize(beat.Reach, JobJson.Default.WorkerReach);
        if (context.Statement(Extend).Bind(1, until).Bind(2, beat.Host).Bind(3, beat.ProcessId).Bind(4, reach).Bind(5, beat.Worker.Value).RunCounted() > 0)
        {
            return true;
        }

        return !isKnown && context.Statement(Register)
            .Bind(1, beat.Worker.Value).Bind(2, beat.Host).Bind(3, beat.ProcessId).Bind(4, context.Now).Bind(5, until).Bind(6, reach).RunCounted() > 0;
    }

    public static bool Retire(SqlWriteContext context, WorkerId worker)
    {
        foreach (var job in ReadHeld(context, worker.Value))
        {
            JobTransitions.Apply(context, job, job.CancelReason is { } reason ? JobSettlements.Cancel(reason) : JobSettlements.Release("its worker ended"));
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

            foreach (var job in ReadHeld(context, worker))
            {
                EventWrites.Append(context, context.Now, job.Row, EventTypes.Stalled);
                var move = TakenBack(job, stallLimit);
                JobTransitions.Apply(context, job, move);
                died += move.To == JobState.Dead ? 1 : 0;
                rescued += move.To == JobState.Ready ? 1 : 0;
            }
        }

        context.Statement(Forget).Bind(1, context.Now - RememberedFor).Run();
        return new RescueResult(rescued, died);
    }

    private static JobMove TakenBack(JobHead job, int stallLimit)
    {
        if (job.Stalled + 1 <= stallLimit)
        {
            return (job.CancelReason is { } reason ? JobSettlements.Cancel(reason) : new JobMove(JobState.Ready, EventTypes.Ready)) with { IsStalled = true };
        }

        var error = new JobError
        {
            Code = "stall_limit",
            Message = $"{job.Stalled + 1} workers died or hung while they held this job. Look at what it does to its process, then retry it.",
        };
        return new JobMove(JobState.Dead, EventTypes.Dead)
        {
            Body = JobJson.Body(new ErrorBody(error), JobJson.Default.ErrorBody),
            Error = error,
            IsStalled = true,
        };
    }

    private static List<JobHead> ReadHeld(SqlWriteContext context, Guid worker)
    {
        var held = new List<long>();
        var rows = context.Statement(SelectHeld).Bind(1, worker);
        while (rows.Step())
        {
            held.Add(rows.Long(0));
        }

        return held.ConvertAll(row => JobHead.Find(context, row)!);
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
