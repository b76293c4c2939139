using Isaa.Diagnostics;
using Npgsql;

namespace Isaa.Benchmarks.Queue;

/// <summary>A connection that does nothing but prepared statements on whole groups of rows, each in a commit of its own.</summary>
internal sealed class PostgresLoop : IDisposable
{
    private const string InsertRows = """
        WITH j AS (
            INSERT INTO isaa_jobs (id, lane, state, priority, rank, created_at, run_at) SELECT i, 1, 1, 0, 1, 1, 1 FROM unnest($1::uuid[]) AS u (i) RETURNING seq),
        a AS (INSERT INTO isaa_job_arguments (seq, body) SELECT seq, $2 FROM j)
        INSERT INTO isaa_events (job, type, at) SELECT seq, 1, 1 FROM j
        """;

    private const string FillRows = """
        WITH j AS (
            INSERT INTO isaa_jobs (id, lane, state, priority, rank, created_at, run_at) SELECT gen_random_uuid(), 1, 1, 0, g, 1, 1 FROM generate_series(1, $1) AS g RETURNING seq),
        a AS (INSERT INTO isaa_job_arguments (seq, body) SELECT seq, $2 FROM j)
        INSERT INTO isaa_events (job, type, at) SELECT seq, 1, 1 FROM j
        """;

    private const string Claim = """
        WITH t AS (
            UPDATE isaa_jobs SET state = 3, worker = '00000000-0000-0000-0000-000000000001', started = 1, started_at = 1
            WHERE seq IN (SELECT seq FROM isaa_jobs WHERE lane = 1 AND state = 1 AND held = 0 ORDER BY rank, seq LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING seq, id),
        e AS (INSERT INTO isaa_events (job, type, at) SELECT seq, 3, 1 FROM t)
        SELECT t.seq, t.id, a.body FROM t JOIN isaa_job_arguments a ON a.seq = t.seq
        """;

    private const string Complete = """
        WITH t AS (
            UPDATE isaa_jobs SET state = 6, finished_at = 1 WHERE seq = ANY ($1) AND state = 3 AND worker = '00000000-0000-0000-0000-000000000001' AND started = 1 RETURNING seq)
        INSERT INTO isaa_events (job, type, at) SELECT seq, 5, 1 FROM t
        """;

    private const string Lane = "INSERT INTO isaa_lanes (lane, tenant, queue, kind, requires) VALUES (1, 'default', 'default', 'bench.noop', '[]') ON CONFLICT DO NOTHING";
    private static readonly IdSource Ids = new(TimeProvider.System);
    private readonly NpgsqlConnection _connection;

    public PostgresLoop(string address)
    {
        _connection = new NpgsqlConnection(address + ";Pooling=false;Max Auto Prepare=10;Auto Prepare Min Usages=1;Command Timeout=1200");
        _connection.Open();
        Run(Lane);
    }

    public void Insert(byte[] payload, int count) => Run(InsertRows, Enumerable.Range(0, count).Select(_ => Ids.Next()).ToArray(), payload);

    public void Fill(byte[] payload, int count) => Run(FillRows, count, payload);

    public void Cycle(int count)
    {
        var taken = new List<long>(count);
        using (var claim = Command(Claim, count))
        using (var rows = claim.ExecuteReader())
        {
            while (rows.Read())
            {
                taken.Add(rows.GetInt64(0));
                _ = rows.GetFieldValue<byte[]>(2);
            }
        }

        Run(Complete, taken.ToArray());
    }

    public void Dispose() => _connection.Dispose();

    private void Run(string sql, params object[] values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, _connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
