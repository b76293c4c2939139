using Isaa.Agents;
using Isaa.Agents.Control;
using Isaa.Benchmarks.Queue;
using Isaa.Hosting;
using Isaa.Jobs;
using Isaa.Models;
using Isaa.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Benchmarks.Agents;

/// <summary>What runs cost that are paused: they have no slot, and this shows what they have of memory and of the disk.</summary>
internal static class PausedBench
{
    public static async Task RunAsync(BenchSettings settings, BenchFolder folder)
    {
        var runs = settings.Count(1000);
        var store = folder.NextFile();
        var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = folder.NextFile(), Concurrency = 32 });
        builder.Services.AddSingleton<IModelCatalog>(new SlowModel(TimeSpan.Zero, toolRounds: 0)).AddSqliteStore(new SqliteStoreOptions { Path = store });
        await using var app = await builder.StartAsync();
        var agent = await app.Services.GetRequiredService<FlowAgents>()
            .RegisterAsync(FlowAgents.CreateBuilder("paused").WithModel(SlowModel.Name).WithTools().WithSystemMessage("You wait."));
        await PauseAsync(app, agent, Math.Max(1, runs / 20));
        var (heap, disk) = (GC.GetTotalMemory(forceFullCollection: true), DiskOf(store));

        var line = new BenchLine("agents.paused", "sqlite");
        line.Begin();
        await PauseAsync(app, agent, runs);
        line.End(runs);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - heap;
        line.Set("heap_kb_per_1000", Math.Round(grown / 1024.0 * 1000 / runs, 1))
            .Set("disk_kb_per_1000", Math.Round((DiskOf(store) - disk) / 1024.0 * 1000 / runs, 1))
            .Print();
    }

    // With what is not in the file yet.
    private static long DiskOf(string store) => new[] { store, store + "-wal" }.Where(File.Exists).Sum(path => new FileInfo(path).Length);

    private static async Task PauseAsync(IsaaApp app, FlowAgent agent, int count)
    {
        var (control, queue) = (app.Services.GetRequiredService<AgentRuns>(), app.Services.GetRequiredService<JobQueue>());
        var runs = new List<JobId>();
        for (var i = 0; i < count; i++)
        {
            // A time of its own lets the pause arrive before the run begins.
            var run = await agent.StartAsync("Wait for me.", new AgentRunOptions { RunAt = DateTimeOffset.MaxValue.AddYears(-1) });
            await control.PauseAsync(run);
            runs.Add(run);
        }

        foreach (var run in runs)
        {
            await queue.ChangeAsync(run, new Isaa.Jobs.Changes.JobChange.Promote());
        }

        foreach (var run in runs)
        {
            while ((await queue.FindAsync(run))!.Job.State != JobState.WaitingSignal)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }
        }
    }
}
