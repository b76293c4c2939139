using System.Text;
using Isaa.Diagnostics;
using Isaa.Jobs.Store;
using Isaa.Jobs;
using Isaa.Storage.Tests.Support;

namespace Isaa.Benchmarks.Queue;

/// <summary>The queue's throughput on each store, beside what the database does at best on the same rows in the same run.</summary>
internal static class QueueBench
{
    private static readonly byte[] Payload = Encoding.UTF8.GetBytes("{\"text\":\"" + new string('x', 89) + "\"}");
    private static readonly IdSource Ids = new(TimeProvider.System);

    public static async Task RunAsync(BenchSettings settings)
    {
        using var folder = new BenchFolder();
        QueueLimits.PrintFsync(settings, folder);
        if (settings.WantsStore("sqlite"))
        {
            using var sqlite = new SqliteBench(folder);
            await RunAsync(settings, sqlite);
        }

        if (!settings.WantsStore("postgres"))
        {
            return;
        }

        if (PostgresCluster.IsInstalled)
        {
            using var postgres = new PostgresBench();
            await RunAsync(settings, postgres);
        }
        else
        {
            await Console.Error.WriteLineAsync("No lines for PostgreSQL: Debian's package postgresql-15 is not installed.");
        }
    }

    private static async Task RunAsync(BenchSettings settings, BenchDatabase database)
    {
        foreach (var callers in settings.Wants("queue.enqueue") ? [1, 64, 1024] : Array.Empty<int>())
        {
            await EnqueueAsync(settings, database, callers);
        }

        if (settings.Wants("queue.bulk"))
        {
            await BulkAsync(settings, database);
        }

        if (settings.Wants("queue.cycle"))
        {
            await CycleAsync(settings, database);
        }

        foreach (var concurrency in settings.Wants("queue.drain") ? [10, 100] : Array.Empty<int>())
        {
            await QueueWorkerBench.DrainAsync(settings, database, concurrency);
        }

        foreach (var acrossProcesses in settings.Wants("queue.pickup") ? [false, true] : Array.Empty<bool>())
        {
            await QueueWorkerBench.PickUpAsync(settings, database, acrossProcesses);
        }

        if (settings.Wants("queue.memory"))
        {
            await QueueDepthBench.MemoryAsync(settings, database);
        }

        foreach (var waiting in settings.Wants("queue.claim") ? [10_000, 5_000_000] : Array.Empty<int>())
        {
            await QueueDepthBench.ClaimAsync(settings, database, waiting);
        }
    }

    public static byte[] JobPayload => Payload;

    public static NewJob NewJob() => new() { Id = new JobId(Ids.Next()), Kind = "bench.noop", Arguments = Payload };

    private static async Task EnqueueAsync(BenchSettings settings, BenchDatabase database, int callers)
    {
        var count = settings.Count(callers == 1 ? 20_000 : 100_000);
        var limit = database.InsertLimit(Payload, settings.Count(callers == 1 ? 10_000 : 100_000), callers);
        await using var open = database.Open(database.NewAddress());
        await Drive(open.Jobs, callers, Math.Max(callers, count / 10), null);

        var line = new BenchLine("queue.enqueue", database.Name).Set("callers", callers);
        var latencies = new double[count];
        line.Begin();
        await Drive(open.Jobs, callers, count, latencies);
        var rate = line.End(count);
        line.AddLatencies(latencies);
        line.Print(rate, limit);
    }

    private static Task Drive(IJobStore store, int callers, int count, double[]? latencies)
    {
        var next = -1;
        return Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync)));

        async Task CallAsync()
        {
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var start = TimeProvider.System.GetTimestamp();
                await store.EnqueueAsync([NewJob()], CancellationToken.None);
                if (latencies is not null)
                {
                    latencies[i] = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
                }
            }
        }
    }

    private static async Task BulkAsync(BenchSettings settings, BenchDatabase database)
    {
        const int Batch = 1000;
        var count = Math.Max(Batch, settings.Count(200_000));
        var limit = database.InsertLimit(Payload, count, Batch);
        await using var open = database.Open(database.NewAddress());
        var line = new BenchLine("queue.bulk", database.Name).Set("callers", 1).Set("batch", Batch);
        line.Begin();
        for (var done = 0; done < count; done += Batch)
        {
            await open.Jobs.EnqueueAsync([.. Enumerable.Range(0, Batch).Select(_ => NewJob())], CancellationToken.None);
        }

        line.Print(line.End(count), limit);
    }

    private static async Task CycleAsync(BenchSettings settings, BenchDatabase database)
    {
        const int Concurrency = 100;
        var count = Math.Max(Concurrency, settings.Count(100_000));
        var limit = database.CycleLimit(Payload, count, Concurrency);
        await using var open = database.Open(database.NewAddress());
        for (var done = 0; done < count; done += Concurrency)
        {
            await open.Jobs.EnqueueAsync([.. Enumerable.Range(0, Concurrency).Select(_ => NewJob())], CancellationToken.None);
        }

        var worker = new WorkerId(Ids.Next());
        await open.Jobs.HeartbeatAsync(
            new WorkerHeartbeat { Worker = worker, Host = "bench", ProcessId = Environment.ProcessId, LeaseTime = TimeSpan.FromMinutes(5) }, CancellationToken.None);
        var request = new ClaimRequest { Worker = worker, Limit = Concurrency, Kinds = ["bench.noop"] };
        var line = new BenchLine("queue.cycle", database.Name).Set("callers", Concurrency);
        var settled = 0;
        line.Begin();
        while (await open.Jobs.ClaimAsync(request, CancellationToken.None) is { Jobs: { Count: > 0 } claimed })
        {
            await Task.WhenAll(claimed.Select(c => open.Jobs.SettleAsync([new Settlement.Complete { Lease = c.Lease }], CancellationToken.None)));
            settled += claimed.Count;
        }

        line.Print(line.End(settled), limit);
    }
}
