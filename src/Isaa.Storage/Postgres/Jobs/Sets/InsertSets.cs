using System.Runtime.InteropServices;
using Isaa.Jobs;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Store;
using Isaa.Storage.Jobs;
using Isaa.Storage.Jobs.Adding;
using Isaa.Storage.Jobs.Moves;
using Isaa.Storage.Postgres.Engine.Writing;
using Isaa.Storage.Sql;
using NpgsqlTypes;

namespace Isaa.Storage.Postgres.Jobs.Sets;

/// <summary>Adds the jobs of many calls: those that stand alone in one command, all others one after the other.</summary>
internal static class InsertSets
{
    private const int MaxRows = 1000;

    private const string Insert = """
        WITH u AS MATERIALIZED (
            SELECT * FROM unnest(?1::uuid[], ?2::bigint[], ?3::bigint[], ?4::bigint[], ?5::bigint[], ?6::bigint[], ?7::bigint[], ?8::bigint[], ?9::bigint[],
                ?10::text[], ?11::text[], ?12::text[], ?13::text[], ?14::bytea[])
                AS u (id, lane, state, priority, rank, run_at, timeout_ms, expires_at, deadline_at, label, retry, tags, trace, body)),
        j AS (
            INSERT INTO isaa_jobs (id, lane, state, priority, rank, created_at, run_at, timeout_ms, expires_at, deadline_at, label, retry, tags, trace)
            SELECT id, lane, state, priority, rank, ?15, run_at, timeout_ms, expires_at, deadline_at, label, retry, tags, trace FROM u
            ON CONFLICT (id) DO NOTHING
            RETURNING seq, id),
        a AS (INSERT INTO isaa_job_arguments (seq, body) SELECT j.seq, u.body FROM j JOIN u ON u.id = j.id),
        e AS (INSERT INTO isaa_events (job, type, at, tx) SELECT seq, 1, ?15, (SELECT isaa_event_place()) FROM j)
        SELECT id FROM j
        """;

    /// <summary>Adds the jobs of each call, and says of each which one counts.</summary>
    public static IReadOnlyList<IReadOnlyList<EnqueueResult>> Add(SqlWriteContext context, IReadOnlyList<IReadOnlyList<NewJob>> calls)
    {
        var results = new IReadOnlyList<EnqueueResult>[calls.Count];
        var plain = new List<int>();
        for (var i = 0; i < results.Length; i++)
        {
            if (calls[i].All(IsPlain))
            {
                plain.Add(i);
                continue;
            }

            // In the order in which they came.
            AddPlain(context, calls, plain, results);
            results[i] = JobInserts.Add(context, calls[i]);
        }

        AddPlain(context, calls, plain, results);
        return results;
    }

    private static bool IsPlain(NewJob job) => job is { Unique: null, Group: null, IsLifo: false, DependsOn.Count: 0 };

    private static void AddPlain(SqlWriteContext context, IReadOnlyList<IReadOnlyList<NewJob>> calls, List<int> plain, IReadOnlyList<EnqueueResult>[] results)
    {
        if (plain.Count == 0)
        {
            return;
        }

        var added = new HashSet<JobId>();
        foreach (var some in plain.SelectMany(i => calls[i]).DistinctBy(job => job.Id).Chunk(MaxRows))
        {
            InsertAll((PostgresWriteContext)context, some, added);
        }

        // Of those with the same id the first was added.
        foreach (var i in plain)
        {
            results[i] = [.. calls[i].Select(job => new EnqueueResult(job.Id, added.Remove(job.Id) ? EnqueueStatus.Added : EnqueueStatus.Existing))];
        }

        plain.Clear();
    }

    private static void InsertAll(PostgresWriteContext context, NewJob[] jobs, HashSet<JobId> added)
    {
        var lanes = context.Remembered<LaneTable>();
        var numbers = Array.ConvertAll(jobs, job => lanes.Intern(context, job).Number);
        var times = Array.ConvertAll(jobs, job => NewJobTimes.Of(context, job, waits: false));
        var insert = context.Statement(Insert)
            .BindColumn(1, Array.ConvertAll(jobs, job => job.Id.Value), NpgsqlDbType.Uuid)
            .BindColumn(2, numbers, NpgsqlDbType.Bigint)
            .BindColumn(3, Array.ConvertAll(times, time => (long)time.State), NpgsqlDbType.Bigint)
            .BindColumn(4, Array.ConvertAll(jobs, job => (long)job.Priority), NpgsqlDbType.Bigint)
            .BindColumn(5, Ranks(context, jobs, times), NpgsqlDbType.Bigint)
            .BindColumn(6, Array.ConvertAll(times, time => time.RunAt), NpgsqlDbType.Bigint)
            .BindColumn(7, Array.ConvertAll(times, time => time.Timeout), NpgsqlDbType.Bigint)
            .BindColumn(8, Array.ConvertAll(times, time => time.ExpiresAt), NpgsqlDbType.Bigint)
            .BindColumn(9, Array.ConvertAll(times, time => time.DeadlineAt), NpgsqlDbType.Bigint)
            .BindTexts(10, Array.ConvertAll(jobs, job => job.Label))
            .BindTexts(11, Array.ConvertAll(jobs, job => JobJson.Write(job.Retry)))
            .BindTexts(12, Array.ConvertAll(jobs, job => JobJson.WriteTags(job.Tags)))
            .BindTexts(13, Array.ConvertAll(jobs, job => job.TraceParent))
            .BindColumn(14, Array.ConvertAll(jobs, job => AsArray(job.Arguments)), NpgsqlDbType.Bytea);
        insert.Bind(15, context.Now);
        var fresh = new HashSet<JobId>();
        while (insert.Step())
        {
            fresh.Add(new JobId(insert.Guid(0)));
        }

        Tell(context, jobs, numbers, times, fresh);
        added.UnionWith(fresh);
    }

    private static void Tell(SqlWriteContext context, NewJob[] jobs, long[] lanes, NewJobTimes[] times, HashSet<JobId> fresh)
    {
        foreach (var ((lane, state), count) in Enumerable.Range(0, jobs.Length).Where(i => fresh.Contains(jobs[i].Id)).CountBy(i => (lanes[i], times[i].State)))
        {
            JobTransitions.MovedSet(context, lane, from: null, state, count);
        }

        foreach (var job in jobs)
        {
            JobInserts.TouchDue(context, job);
        }
    }

    private static long[] Ranks(SqlWriteContext context, NewJob[] jobs, NewJobTimes[] times)
    {
        var ranks = new long[jobs.Length];
        for (var i = 0; i < ranks.Length; i++)
        {
            ranks[i] = JobRanks.Of(context, times[i].Since, jobs[i].Priority);
        }

        return ranks;
    }

    private static byte[] AsArray(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var part) && part.Array is { } whole && part.Count == whole.Length ? whole : bytes.ToArray();
}
