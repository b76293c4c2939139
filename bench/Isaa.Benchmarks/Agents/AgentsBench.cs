using System.Diagnostics;
using System.Text;
using Isaa.Agents;
using Isaa.Benchmarks.Queue;
using Isaa.Connectors.OpenAI;
using Isaa.Hosting;
using Isaa.Jobs.Steps;
using Isaa.Models;
using Isaa.Protocol.Agents;
using Isaa.Storage.Sqlite;
using Isaa.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Benchmarks.Agents;

/// <summary>What an agent's durable loop costs on top of its model: per turn beside a bare HTTP loop, and with many runs at once.</summary>
internal static class AgentsBench
{
    private const int ToolRounds = 10;
    private const int SlowRounds = 2;

    // A file system in memory, where there is one: what is left without the disk.
    private const string Memory = "/dev/shm";

    public static async Task RunAsync(BenchSettings settings)
    {
        using var folder = new BenchFolder();
        QueueLimits.PrintFsync(settings, folder);
        if (settings.Wants("agents.turn"))
        {
            await using var server = await MockChatServer.StartAsync(ToolRounds);
            await TurnAsync(settings, folder, folder, server, StepKind.Repeatable);
            await TurnAsync(settings, folder, folder, server, StepKind.OnceOnly);
            if (Directory.Exists(Memory))
            {
                using var memory = new BenchFolder(Memory);
                await TurnAsync(settings, folder, memory, server, StepKind.OnceOnly);
            }
        }

        if (settings.Wants("agents.concurrent"))
        {
            await ConcurrentAsync(settings, folder);
        }

        if (settings.Wants("agents.paused"))
        {
            await PausedBench.RunAsync(settings, folder);
        }
    }

    private static async Task TurnAsync(BenchSettings settings, BenchFolder folder, BenchFolder store, MockChatServer server, StepKind kind)
    {
        var runs = settings.Count(200);
        const int Calls = ToolRounds + 1;
        await BareAsync(server.Address, Math.Max(1, runs / 4));
        var bare = await BareAsync(server.Address, runs) / (runs * Calls);

        var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = folder.NextFile() });
        builder.Services.AddOpenAiModels();
        builder.Services.Configure<ModelOptions>(o => o.ReadVariable = name => name switch
        {
            "OPENAI_BASE_URL" => server.Address,
            "OPENAI_API_KEY" => "bench",
            _ => null,
        });
        await using var app = await StartAsync(builder, store, kind);
        var agent = await RegisterAsync(app, "openai/mock");
        for (var i = 0; i < Math.Max(1, runs / 4); i++)
        {
            await RunAsync(agent);
        }

        var line = new BenchLine("agents.turn", store == folder ? "sqlite" : "sqlite in memory").Set("tools", kind == StepKind.OnceOnly ? "once-only" : "repeatable");
        var latencies = new double[runs];
        line.Begin();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < runs; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await RunAsync(agent);
            latencies[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds / Calls;
        }

        var ours = Stopwatch.GetElapsedTime(started).TotalMilliseconds / (runs * Calls);
        var rate = line.End(runs * Calls);
        line.AddLatencies(latencies);
        line.Set("bare_ms", Math.Round(bare, 3)).Set("overhead_ms", Math.Round(ours - bare, 3)).Print(rate, 1000 / bare);
    }

    private static async Task ConcurrentAsync(BenchSettings settings, BenchFolder folder)
    {
        var runs = settings.Count(1000);
        var latency = settings.Tiny ? TimeSpan.FromMilliseconds(10) : TimeSpan.FromSeconds(1);
        var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = folder.NextFile(), Concurrency = runs });
        builder.Services.AddSingleton<IModelCatalog>(new SlowModel(latency, SlowRounds));
        await using var app = await StartAsync(builder, folder, StepKind.OnceOnly);
        var agent = await RegisterAsync(app, SlowModel.Name);
        await RunAsync(agent);

        var line = new BenchLine("agents.concurrent", "sqlite").Set("callers", runs);
        line.Begin();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, runs).Select(_ => RunAsync(agent)));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var ideal = latency.TotalSeconds * (SlowRounds + 1);
        var rate = line.End(runs);
        line.Set("seconds", Math.Round(seconds, 3)).Set("ideal_seconds", ideal).Print(rate, runs / ideal);
    }

    private static async Task<IsaaApp> StartAsync(IsaaAppBuilder builder, BenchFolder folder, StepKind kind)
    {
        builder.Services.AddSqliteStore(new SqliteStoreOptions { Path = folder.NextFile() });
        builder.Services.AddTool(new Tool { Function = AIFunctionFactory.Create((int n) => n, "step", "Does a step."), Kind = kind });
        return await builder.StartAsync();
    }

    private static Task<FlowAgent> RegisterAsync(IsaaApp app, string model) =>
        app.Services.GetRequiredService<FlowAgents>().RegisterAsync(FlowAgents.CreateBuilder("bench").WithModel(model).WithTools("step").WithSystemMessage("You do steps."));

    private static async Task RunAsync(FlowAgent agent)
    {
        var result = await agent.RunAsync("Do all steps.");
        if (result.Status != AgentRunStatus.Completed)
        {
            throw new InvalidOperationException($"A run ended as {result.Status}: {result.Error?.Message}");
        }
    }

    /// <summary>The same exchange without an engine, in milliseconds for all runs.</summary>
    private static async Task<double> BareAsync(string address, int runs)
    {
        using var http = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < runs; i++)
        {
            var messages = new StringBuilder("""{"role":"system","content":"You do steps."},{"role":"user","content":"Do all steps."}""");
            for (var n = 0; n <= ToolRounds; n++)
            {
                using var content = new StringContent($$"""{"model":"mock","stream":true,"messages":[{{messages}}]}""", Encoding.UTF8, "application/json");
                using var response = await http.PostAsync(new Uri(address + "/chat/completions"), content);
                _ = await response.Content.ReadAsStringAsync();
                messages.Append($$$""",{"role":"assistant","tool_calls":[{"id":"call_{{{n}}}","type":"function","function":{"name":"step","arguments":"{}"}}]},{"role":"tool","tool_call_id":"call_{{{n}}}","content":"{{{n}}}"}""");
            }
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
