using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs;

/// <summary>Takes ready jobs for a worker. The cost depends on how many it takes and how many lanes it serves, not on how many jobs wait.</summary>
internal static class JobClaims
{
    private const string IsRegistered = "SELECT 1 FROM isaa_workers WHERE id = ? AND ended_at IS NULL FOR UPDATE";

    private const string SelectHead = """
        SELECT priority, seq FROM isaa_jobs INDEXED BY isaa_jobs_ready WHERE state = 1 AND lane = ? ORDER BY priority, seq LIMIT ? FOR UPDATE SKIP LOCKED
        """;

    private const string SelectOnly = "SELECT priority, seq, lane FROM isaa_jobs WHERE id = ? AND state = 1 FOR UPDATE SKIP LOCKED";

    private const string SelectJob = "SELECT " + JobRow.Columns + ", a.body FROM isaa_jobs j JOIN isaa_job_arguments a ON a.seq = j.seq WHERE j.seq = ?";

    private const string Take = "UPDATE isaa_jobs SET state = 3, worker = ?, started = ?, started_at = ? WHERE seq = ?";

    private const string SelectSnapshot = "SELECT steps_folded, body FROM isaa_job_snapshots WHERE seq = ?";

    public static IReadOnlyList<ClaimedJob> Claim(SqlWriteContext context, ClaimRequest request)
    {
        var lanes = context.Remembered<LaneTable>();
        EnsureRegistered(context, request.Worker);
        var candidates = request.Only is { } only ? FindOnly(context, lanes, request, only) : FindBest(context, lanes, request);
        if (candidates.Count == 0)
        {
            return [];
        }

        var claimed = new ClaimedJob[candidates.Count];
        for (var i = 0; i < claimed.Length; i++)
        {
            claimed[i] = TakeJob(context, lanes, request.Worker, candidates[i].Row);
        }

        return claimed;
    }

    private static void EnsureRegistered(SqlWriteContext context, WorkerId worker)
    {
        var found = context.Statement(IsRegistered).Bind(1, worker.Value);
        if (!found.Step())
        {
            throw new IsaaException("worker_unknown", $"Worker {worker} is not registered, or its lease ended. It must send a heartbeat under a new id before it claims.");
        }

        found.Reset();
    }

    private static List<(int Priority, long Row)> FindBest(SqlWriteContext context, LaneTable lanes, ClaimRequest request)
    {
        var found = new List<(int Priority, long Row)>();
        var match = lanes.Match(context, request);
        foreach (var lane in match)
        {
            var rows = context.Statement(SelectHead).Bind(1, lane.Number).Bind(2, request.Limit);
            while (rows.Step())
            {
                found.Add((rows.Int(0), rows.Long(1)));
            }
        }

        if (match.Count > 1)
        {
            found.Sort();
            if (found.Count > request.Limit)
            {
                found.RemoveRange(request.Limit, found.Count - request.Limit);
            }
        }

        return found;
    }

    private static List<(int Priority, long Row)> FindOnly(SqlWriteContext context, LaneTable lanes, ClaimRequest request, JobId only)
    {
        var row = context.Statement(SelectOnly).Bind(1, only.Value);
        if (!row.Step())
        {
            return [];
        }

        var (priority, number, lane) = (row.Int(0), row.Long(1), row.Long(2));
        row.Reset();
        return lanes.Match(context, request).Any(l => l.Number == lane) ? [(priority, number)] : [];
    }

    private static ClaimedJob TakeJob(SqlWriteContext context, LaneTable lanes, WorkerId worker, long row)
    {
        var read = context.Statement(SelectJob).Bind(1, row);
        _ = read.Step();
        var before = JobRow.Read(read, lanes.Get(read.Long(2)));
        var arguments = read.Bytes(JobRow.Count);
        read.Reset();

        var started = before.Started + 1;
        context.Statement(Take).Bind(1, worker.Value).Bind(2, started).Bind(3, context.Now).Bind(4, row).Run();
        EventWrites.Append(context, context.Now, row, EventTypes.Active);
        return new ClaimedJob
        {
            Job = before with { State = JobState.Active, Worker = worker, Started = started, StartedAt = JobRow.Time(context.Now) },
            Lease = new Lease(before.Id, worker, started, row),
            Arguments = arguments,
            Snapshot = started == 1 ? null : ReadSnapshot(context, row),
        };
    }

    private static JobSnapshot? ReadSnapshot(SqlWriteContext context, long row)
    {
        var read = context.Statement(SelectSnapshot).Bind(1, row);
        if (!read.Step())
        {
            return null;
        }

        var snapshot = new JobSnapshot { StepsFolded = read.Int(0), State = read.Bytes(1) };
        read.Reset();
        return snapshot;
    }
}
