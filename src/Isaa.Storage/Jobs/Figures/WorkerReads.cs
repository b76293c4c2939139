using System.Text.Json;
using Isaa.Jobs;
using Isaa.Jobs.Figures;
using Isaa.Storage.Sql;

namespace Isaa.Storage.Jobs.Figures;

/// <summary>Reads how workers stand.</summary>
internal static class WorkerReads
{
    private const string SelectWorkers = "SELECT id, host, process_id, started_at, lease_until, reach FROM isaa_workers WHERE ended_at IS NULL ORDER BY started_at, id";

    private const string SelectHeld = "SELECT id FROM isaa_jobs INDEXED BY isaa_jobs_active WHERE state = 3 AND worker = ? ORDER BY seq";

    public static IReadOnlyList<WorkerStanding> Read(SqlReadContext context)
    {
        var workers = new List<WorkerStanding>();
        var rows = context.Statement(SelectWorkers);
        while (rows.Step())
        {
            workers.Add(new WorkerStanding
            {
                Id = new WorkerId(rows.Guid(0)),
                Host = rows.Text(1),
                ProcessId = (int)rows.Long(2),
                StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(3)),
                LeaseUntil = DateTimeOffset.FromUnixTimeMilliseconds(rows.Long(4)),
                Reach = rows.IsNull(5) ? null : JsonSerializer.Deserialize(rows.Text(5), JobJson.Default.WorkerReach),
            });
        }

        return workers.ConvertAll(worker => worker with { Jobs = ReadHeld(context, worker.Id) });
    }

    private static List<JobId> ReadHeld(SqlReadContext context, WorkerId worker)
    {
        var held = new List<JobId>();
        var rows = context.Statement(SelectHeld).Bind(1, worker.Value);
        while (rows.Step())
        {
            held.Add(new JobId(rows.Guid(0)));
        }

        return held;
    }
}
