using System.Diagnostics;
using Isaa.Benchmarks.Queue;
using Isaa.Chains;
using Isaa.Chains.Values;
using Isaa.Hosting;
using Isaa.Storage.Tests.Support;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Benchmarks.Chains;

/// <summary>What a chain costs on top of its nodes: ten nodes that do nothing in a line, and a hundred beside one another with a join.</summary>
internal static class ChainsBench
{
    private const int Nodes = 10;
    private const int Branches = 100;
    private const int Callers = 64;

    public static async Task RunAsync(BenchSettings settings)
    {
        using var folder = new BenchFolder();
        QueueLimits.PrintFsync(settings, folder);
        var noop = Function((ChainValue value) => value, "noop").Repeatable();
        Chain line = Enumerable.Range(1, Nodes - 1).Aggregate((Chain)noop, (chain, _) => chain >> noop);
        var fan = Parallel([.. Enumerable.Repeat((Chain)noop, Branches)]) >> noop;
        if (settings.Wants("chains.linear10") && settings.WantsStore("memory"))
        {
            await MemoryAsync("chains.linear10", line, settings.Count(1_000_000), Nodes);
        }

        if (settings.Wants("chains.fanout100") && settings.WantsStore("memory"))
        {
            await MemoryAsync("chains.fanout100", fan, settings.Count(50_000), Branches + 1);
        }

        if (settings.WantsStore("sqlite"))
        {
            using var sqlite = new SqliteBench(folder);
            await DurableAsync(settings, sqlite, folder, line, fan);
        }

        if (settings.WantsStore("postgres") && PostgresCluster.IsInstalled)
        {
            using var postgres = new PostgresBench();
            await DurableAsync(settings, postgres, folder, line, fan);
        }
    }

    private static async Task DurableAsync(BenchSettings settings, BenchDatabase database, BenchFolder folder, Chain line, Chain fan)
    {
        if (settings.Wants("chains.linear10"))
        {
            // One alone waits for the disk once for each commit: when it is added, claimed and settled, and for each node.
            // Many at once come first, so that the compiler is done with everything when one alone is measured right beside its limit.
            await DurableAsync("chains.linear10", line, database, folder, settings.Count(25_600), Callers);
            var commits = database.InsertLimit(QueueBench.JobPayload, settings.Count(2_000), perCommit: 1);
            await DurableAsync("chains.linear10", line, database, folder, settings.Count(400), callers: 1, commits / (Nodes + 3));
        }

        if (settings.Wants("chains.fanout100"))
        {
            await DurableAsync("chains.fanout100", fan, database, folder, settings.Count(1_280), Callers);
        }
    }

    private static async Task MemoryAsync(string name, Chain chain, int runs, int nodes)
    {
        ChainValue input = "x";
        Func<ChainValue, ValueTask<ChainValue>> bare = static value => new ValueTask<ChainValue>(value);
        for (var i = 0; i < Math.Max(1, runs / 10); i++)
        {
            await chain.RunAsync(input);
        }

        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < runs; i++)
        {
            for (var n = 0; n < nodes; n++)
            {
                await bare(input);
            }
        }

        var limit = runs / Stopwatch.GetElapsedTime(started).TotalSeconds;
        var line = new BenchLine(name, "memory").Set("callers", 1);
        line.Begin();
        for (var i = 0; i < runs; i++)
        {
            await chain.RunAsync(input);
        }

        line.Print(line.End(runs), limit);
    }

    private static async Task DurableAsync(string name, Chain chain, BenchDatabase database, BenchFolder folder, int runs, int callers, double? limit = null)
    {
        var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = folder.NextFile(), Concurrency = callers });
        database.AddStore(builder.Services, database.NewAddress());
        await using var app = await builder.StartAsync();
        async Task CallAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var result = await app.Chains.RunAsync(chain, "x");
                if (!result.IsCompleted)
                {
                    throw new InvalidOperationException($"A run failed: {result.Error?.Message}");
                }
            }
        }

        // The compiler has to be done with what runs often before anything is measured.
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallAsync(Math.Max(1, runs / callers / 4))));
        var each = Math.Max(1, runs / callers);
        var line = new BenchLine(name, database.Name).Set("callers", callers);
        line.Begin();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallAsync(each)));
        line.Print(line.End(each * callers), limit);
    }
}
