using System.Diagnostics;
using System.Globalization;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;

namespace Isaa.Benchmarks.Queue;

/// <summary>What many waiting jobs cost: memory of a worker, and speed of its claims.</summary>
internal static class QueueDepthBench
{
    public const string ChildVariable = "ISAA_BENCH_MEMORY";
    private static readonly IdSource Ids = new(TimeProvider.System);

    /// <summary>The memory of a process of its own that works on a queue in which so many jobs wait.</summary>
    public static async Task MemoryAsync(BenchSettings settings, BenchDatabase database)
    {
        var waiting = settings.Count(100_000);
        var worked = settings.Count(20_000);
        var address = database.NewAddress();
        database.Fill(address, QueueBench.JobPayload, waiting + worked);
        using var child = BenchChild.Start(ChildVariable, $"{address}|{worked}");
        var memory = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        new BenchLine("queue.memory", database.Name).Set("waiting", waiting).Print(memory: double.Parse(memory, CultureInfo.InvariantCulture));
    }

    /// <summary>Works on the store that the environment names, and prints its memory in megabytes after so many jobs.</summary>
    public static async Task WorkAsChildAsync(string order)
    {
        var parts = order.Split('|');
        await using var engine = new QueueEngine(parts[0], 10);
        engine.Handler.Expect(int.Parse(parts[1], CultureInfo.InvariantCulture));
        engine.StartWorker();
        await engine.Handler.All;
        Console.WriteLine((Process.GetCurrentProcess().WorkingSet64 / 1048576.0).ToString("F1", CultureInfo.InvariantCulture));
    }

    /// <summary>How fast jobs are claimed and completed, a hundred at a time, while so many wait.</summary>
    public static async Task ClaimAsync(BenchSettings settings, BenchDatabase database, int full)
    {
        const int Batch = 100;
        var waiting = Math.Max(Batch, settings.Count(full));
        var count = Math.Max(Batch, settings.Count(10_000));
        var address = database.NewAddress();
        database.Fill(address, QueueBench.JobPayload, waiting);
        await using var open = database.Open(address);
        var worker = new WorkerId(Ids.Next());
        await open.Jobs.HeartbeatAsync(
            new WorkerHeartbeat { Worker = worker, Host = "bench", ProcessId = Environment.ProcessId, LeaseTime = TimeSpan.FromHours(1) }, CancellationToken.None);
        var request = new ClaimRequest { Worker = worker, Limit = Batch, Kinds = ["bench.noop"] };
        var line = new BenchLine("queue.claim", database.Name).Set("waiting", waiting).Set("batch", Batch);
        line.Begin();
        for (var done = 0; done < count; done += Batch)
        {
            var claimed = await open.Jobs.ClaimAsync(request, CancellationToken.None);
            await Task.WhenAll(claimed.Jobs.Select(c => open.Jobs.SettleAsync([new Settlement.Complete { Lease = c.Lease }], CancellationToken.None)));
        }

        line.End(count);
        line.Print();
    }
}
