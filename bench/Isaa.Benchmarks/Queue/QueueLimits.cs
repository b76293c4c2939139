using System.Diagnostics;
using Isaa.Diagnostics;
using Isaa.Storage.Sqlite.Engine;

namespace Isaa.Benchmarks.Queue;

/// <summary>What the disk and a bare loop over prepared commands do with the same rows and indexes, on one thread.</summary>
internal static class QueueLimits
{
    private const string InsertJob = """
        INSERT INTO isaa_jobs (id, lane, state, priority, rank, held, lifo, pending, created_at, run_at, group_row, unique_key, timeout_ms, expires_at, deadline_at, label)
        VALUES (?, 1, 1, 0, ?, 0, 0, 0, ?, ?, NULL, NULL, NULL, NULL, NULL, NULL) ON CONFLICT (id) DO NOTHING
        """;

    private const string InsertArguments = "INSERT INTO isaa_job_arguments (seq, body) VALUES (?, ?)";
    private const string InsertEvent = "INSERT INTO isaa_events (job, type, at, body) VALUES (?, ?, ?, NULL)";
    private const string SelectHead = "SELECT j.seq, j.id, j.retry, a.body FROM isaa_jobs j JOIN isaa_job_arguments a ON a.seq = j.seq WHERE state = 1 AND held = 0 AND lane = 1 ORDER BY rank, j.seq LIMIT ?";
    private const string Take = "UPDATE isaa_jobs SET state = 3, worker = ?, started = ?, started_at = ? WHERE seq = ?";
    private const string Complete = "UPDATE isaa_jobs SET state = 6, finished_at = ? WHERE seq = ? AND id = ? AND state = 3 AND worker = ? AND started = ?";
    private static readonly IdSource Ids = new(TimeProvider.System);

    public static void PrintFsync(BenchSettings settings, BenchFolder folder)
    {
        var count = settings.Count(2_000);
        var line = new BenchLine("disk.fsync", "none");
        var block = new byte[4096];
        using var file = File.OpenHandle(folder.NextFile(), FileMode.CreateNew, FileAccess.ReadWrite);
        line.Begin();
        for (var i = 0; i < count; i++)
        {
            RandomAccess.Write(file, block, (long)i * block.Length);
            RandomAccess.FlushToDisk(file);
        }

        line.End(count);
        line.Print();
    }

    /// <summary>Rows added per second with so many in each commit.</summary>
    public static double Insert(BenchFolder folder, byte[] payload, int count, int perCommit)
    {
        using var database = Open(folder.NextFile());
        var start = Stopwatch.GetTimestamp();
        Fill(database, payload, count, perCommit);
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Rows claimed and completed per second with so many in each commit.</summary>
    public static double Cycle(BenchFolder folder, byte[] payload, int count, int perCommit)
    {
        using var database = Open(folder.NextFile());
        Fill(database, payload, count, perCommit);
        var worker = Ids.Next();
        var taken = new List<(long Row, Guid Id)>();
        var start = Stopwatch.GetTimestamp();
        for (var done = 0; done < count; done += perCommit)
        {
            database.Statement("BEGIN IMMEDIATE").Run();
            Claim(database, worker, perCommit, taken);
            database.Statement("COMMIT").Run();
            database.Statement("BEGIN IMMEDIATE").Run();
            foreach (var (row, id) in taken)
            {
                database.Statement(Complete).Bind(1, done).Bind(2, row).Bind(3, id).Bind(4, worker).Bind(5, 1).Run();
                database.Statement(InsertEvent).Bind(1, row).Bind(2, 5).Bind(3, done).Run();
            }

            database.Statement("COMMIT").Run();
        }

        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Adds jobs to the file of a store, ten thousand a commit.</summary>
    public static void Fill(string path, byte[] payload, int count)
    {
        using var database = Open(path);
        Fill(database, payload, count, 10_000);
    }

    private static void Claim(SqliteDatabase database, Guid worker, int limit, List<(long Row, Guid Id)> taken)
    {
        taken.Clear();
        var rows = database.Statement(SelectHead).Bind(1, limit);
        while (rows.Step())
        {
            _ = rows.Bytes(3);
            taken.Add((rows.Long(0), rows.Guid(1)));
        }

        foreach (var (row, _) in taken)
        {
            database.Statement(Take).Bind(1, worker).Bind(2, 1).Bind(3, 1).Bind(4, row).Run();
            database.Statement(InsertEvent).Bind(1, row).Bind(2, 3).Bind(3, 1).Run();
        }
    }

    private static void Fill(SqliteDatabase database, byte[] payload, int count, int perCommit)
    {
        for (var done = 0; done < count;)
        {
            database.Statement("BEGIN IMMEDIATE").Run();
            for (var i = 0; i < perCommit && done < count; i++, done++)
            {
                database.Statement(InsertJob).Bind(1, Ids.Next()).Bind(2, done).Bind(3, done).Bind(4, done).Run();
                var row = done + 1L;
                database.Statement(InsertArguments).Bind(1, row).Bind(2, payload).Run();
                database.Statement(InsertEvent).Bind(1, row).Bind(2, 1).Bind(3, done).Run();
            }

            database.Statement("COMMIT").Run();
        }
    }

    private static SqliteDatabase Open(string path)
    {
        var database = SqliteDatabase.Open(path, TimeSpan.Zero, create: true);
        database.Execute(WriterConnection.Settings);
        new SqliteMigrator(database, path, SqliteMigrator.Known).Run(TimeProvider.System.GetUtcNow());

        database.Execute("INSERT INTO isaa_lanes VALUES (1, 'default', 'default', 'bench.noop', '[]')");
        return database;
    }
}
