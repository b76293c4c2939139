using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs;
using Isaa.Storage.Jobs.Claims;
using Isaa.Storage.Jobs.Events;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Postgres.Engine.Writing;
using Isaa.Storage.Sql;
using NpgsqlTypes;

namespace Isaa.Storage.Postgres.Jobs.Sets;

/// <summary>Ends attempts: those that completed and on which nothing else hangs in one command, all others one after the other.</summary>
internal static class CompleteSets
{
    // Where nobody holds the lease any more, or the job has a group, a counted slot, a unique key, jobs that wait for it or children that it did not wait
    // for, nothing is done here. A row that another transaction holds is looked at anew when that one has ended; the events are written by a command of
    // their own, since this one's idea of what had ended by then is older than that.
    private const string Complete = """
        WITH u AS (SELECT * FROM unnest(?1::bigint[], ?2::uuid[], ?3::uuid[], ?4::bigint[], ?5::bytea[]) AS u (seq, id, worker, started, body)),
        t AS (
            UPDATE isaa_jobs j SET state = 6, finished_at = ?6 FROM u
            WHERE j.seq = u.seq AND j.id = u.id AND j.state = 3 AND j.worker = u.worker AND j.started = u.started
                AND j.watched = 0 AND j.pending = 0 AND j.counted = 0 AND j.group_row IS NULL AND j.unique_key IS NULL
            RETURNING j.seq, j.lane, u.body),
        r AS (
            INSERT INTO isaa_job_results (seq, body) SELECT seq, body FROM t WHERE body IS NOT NULL
            ON CONFLICT (seq) DO UPDATE SET body = excluded.body)
        SELECT seq, lane FROM t
        """;

    /// <summary>Ends attempts, and says of each whether its lease held.</summary>
    public static IReadOnlyList<bool> Settle(SqlWriteContext context, IReadOnlyList<Settlement> settlements)
    {
        var completed = CompletePlain((PostgresWriteContext)context, settlements);
        var results = new bool[settlements.Count];
        for (var i = 0; i < results.Length; i++)
        {
            // The same attempt is ended once: whoever asks again finds its lease gone.
            results[i] = (PlainClaims.IsPlain(settlements[i]) && completed.Remove(settlements[i].Lease.Row)) || JobSettlements.Settle(context, settlements[i]);
        }

        return results;
    }

    private static HashSet<long> CompletePlain(PostgresWriteContext context, IReadOnlyList<Settlement> settlements)
    {
        var completed = new HashSet<long>();
        var plain = settlements.Where(PlainClaims.IsPlain).Cast<Settlement.Complete>().DistinctBy(s => s.Lease.Row).OrderBy(s => s.Lease.Row).ToList();
        if (plain.Count == 0)
        {
            return completed;
        }

        var lanes = new Dictionary<long, int>();
        var complete = context.Statement(Complete)
            .BindColumn(1, [.. plain.Select(s => s.Lease.Row)], NpgsqlDbType.Bigint)
            .BindColumn(2, [.. plain.Select(s => s.Lease.Job.Value)], NpgsqlDbType.Uuid)
            .BindColumn(3, [.. plain.Select(s => s.Lease.Worker.Value)], NpgsqlDbType.Uuid)
            .BindColumn(4, [.. plain.Select(s => (long)s.Lease.Token)], NpgsqlDbType.Bigint)
            .BindColumn(5, [.. plain.Select(s => s.Result?.ToArray())], NpgsqlDbType.Bytea);
        complete.Bind(6, context.Now);
        while (complete.Step())
        {
            completed.Add(complete.Long(0));
            lanes[complete.Long(1)] = lanes.GetValueOrDefault(complete.Long(1)) + 1;
        }

        if (completed.Count > 0)
        {
            EventSets.Append(context, [.. completed], EventTypes.Completed);
        }

        foreach (var (lane, jobs) in lanes)
        {
            JobTransitions.MovedSet(context, lane, JobState.Active, JobState.Completed, jobs);
        }

        return completed;
    }
}
