using System.Globalization;
using System.Text;
using Isaa.Jobs.Store;

namespace Isaa.Benchmarks.Queue;

/// <summary>How fast a worker empties a queue, and how soon it begins a job that was just added.</summary>
internal static class QueueWorkerBench
{
    public const string ChildVariable = "ISAA_BENCH_PICKUP";
    private static readonly string Text = new('x', 68);

    public static async Task DrainAsync(BenchSettings settings, BenchDatabase database, int concurrency)
    {
        var count = Math.Max(concurrency, settings.Count(50_000));
        var limit = database.CycleLimit(Encoding.UTF8.GetBytes(new string('x', 100)), count, concurrency);
        await using var engine = new QueueEngine(database.NewAddress(), concurrency);
        for (var added = 0; added < count; added += 1000)
        {
            await engine.Queue.EnqueueManyAsync(Enumerable.Range(0, Math.Min(1000, count - added)).Select(_ => new NoopJob(Text, 0)));
        }

        engine.Handler.Expect(count);
        var line = new BenchLine("queue.drain", database.Name).Set("callers", concurrency);
        line.Begin();
        engine.StartWorker();
        await engine.Handler.All;
        await EndedAsync(engine.Store, count);
        line.Print(line.End(count), limit);
    }

    public static async Task PickUpAsync(BenchSettings settings, BenchDatabase database, bool acrossProcesses)
    {
        var count = Math.Max(20, settings.Count(500));
        var path = database.NewAddress();
        await using var engine = new QueueEngine(path, 10);
        await engine.Store.ReadLastCursorAsync(CancellationToken.None);
        var latencies = acrossProcesses ? await InChildAsync(engine, path, count) : await InProcessAsync(engine, count);

        var line = new BenchLine("queue.pickup", database.Name).Set("scope", acrossProcesses ? "machine" : "process").Set("n", count);
        line.AddLatencies(latencies);
        line.Print();
    }

    /// <summary>Works on the store that the environment names, prints each latency, and ends.</summary>
    public static async Task WorkAsChildAsync(string order)
    {
        var parts = order.Split('|');
        await using var engine = new QueueEngine(parts[0], 10);
        engine.Handler.Expect(int.Parse(parts[1], CultureInfo.InvariantCulture));
        engine.StartWorker();
        await engine.Handler.All;
        foreach (var latency in engine.Handler.Latencies)
        {
            Console.WriteLine(latency.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static async Task EndedAsync(IJobStore store, int count)
    {
        var version = store.Version(StoreTopic.Events);
        while ((await store.CountAsync(null, CancellationToken.None)).GetValueOrDefault(Isaa.Jobs.JobState.Completed) < count)
        {
            await store.WaitAsync(StoreTopic.Events, version, TimeSpan.FromMilliseconds(50), CancellationToken.None);
            version = store.Version(StoreTopic.Events);
        }
    }

    private static async Task<IEnumerable<double>> InProcessAsync(QueueEngine engine, int count)
    {
        engine.Handler.Expect(count);
        engine.StartWorker();
        await AddSteadilyAsync(engine, count);
        await engine.Handler.All;
        return engine.Handler.Latencies;
    }

    private static async Task<IEnumerable<double>> InChildAsync(QueueEngine engine, string path, int count)
    {
        using var child = BenchChild.Start(ChildVariable, $"{path}|{count}");
        await AddSteadilyAsync(engine, count);
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();

        // The first second holds the child's start.
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => double.Parse(l, CultureInfo.InvariantCulture)).Skip(count / 5);
    }

    private static async Task AddSteadilyAsync(QueueEngine engine, int count)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < count; i++)
        {
            await beat.WaitForNextTickAsync();
            await engine.Queue.EnqueueAsync(new NoopJob(Text, TimeProvider.System.GetTimestamp()));
        }
    }
}
