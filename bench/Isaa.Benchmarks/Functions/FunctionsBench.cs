using System.Diagnostics;
using System.Text.Json;
using Isaa.Functions;
using Isaa.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Benchmarks.Functions;

/// <summary>Calls of a small function, each with a fresh state: when no process stands ready, at a rate that the pool keeps up with, and as fast as it goes.</summary>
internal static class FunctionsBench
{
    private const int ColdCalls = 20, WarmCalls = 200, TinyCalls = 3;
    private const int PoolSize = 4, CallsAtOnce = 4;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private static readonly Dictionary<FunctionLanguage, string> Code = new()
    {
        [FunctionLanguage.CSharp] = "public record Sum(int Total);\npublic static Sum add(int a, int b) => new(a + b);",
        [FunctionLanguage.Python] = "def add(a, b):\n    return {'total': a + b}\n",
        [FunctionLanguage.JavaScript] = "export const add = ({ a, b }) => ({ total: a + b });\n",
    };

    public static async Task RunAsync(BenchSettings settings)
    {
        foreach (var (language, code) in Code)
        {
            var function = new FunctionDefinition { Name = "add", Language = language, Code = code };
            var name = language.ToString().ToLowerInvariant();
            if (settings.Wants("functions.cold"))
            {
                await ColdAsync(function, name, settings.Tiny ? TinyCalls : ColdCalls);
            }

            if (settings.Wants("functions.warm"))
            {
                await WarmAsync(function, name, settings.Tiny ? TinyCalls : WarmCalls, settings.Tiny ? TimeSpan.Zero : Between);
            }

            if (settings.Wants("functions.sustained"))
            {
                await SustainedAsync(function, name, settings.Tiny ? TinyCalls : WarmCalls);
            }
        }
    }

    private static ServiceProvider Engine(int warm) => new ServiceCollection()
        .AddLogging().AddIsaaFunctions()
        .Configure<SandboxPoolOptions>(options => (options.WarmWorkers, options.RunningCalls) = (warm, CallsAtOnce))
        .BuildServiceProvider();

    /// <summary>No process stands ready: each call starts its own. The compiler of C# is warm and has seen the code.</summary>
    private static async Task ColdAsync(FunctionDefinition function, string language, int count)
    {
        await using var engine = Engine(warm: 0);
        await CallAsync(engine, function, 0);
        await MeasureAsync(engine, function, count, TimeSpan.Zero, new BenchLine("functions.cold", "none").Set("language", language).Set("pool", 0));
    }

    /// <summary>Processes stand ready, and the calls come slowly enough for the pool to be full again.</summary>
    private static async Task WarmAsync(FunctionDefinition function, string language, int count, TimeSpan between)
    {
        await using var engine = Engine(PoolSize);
        await CallAsync(engine, function, 0);
        await Task.Delay(TimeSpan.FromSeconds(between > TimeSpan.Zero ? 3 : 0), TimeProvider.System);
        var line = new BenchLine("functions.warm", "none").Set("language", language).Set("pool", PoolSize).Set("arrivals_per_s", between > TimeSpan.Zero ? 1 / between.TotalSeconds : null);
        await MeasureAsync(engine, function, count, between, line);
    }

    /// <summary>As many calls as the machine can start processes for.</summary>
    private static async Task SustainedAsync(FunctionDefinition function, string language, int count)
    {
        await using var engine = Engine(PoolSize);
        await CallAsync(engine, function, 0);
        var line = new BenchLine("functions.sustained", "none").Set("language", language).Set("pool", PoolSize).Set("callers", CallsAtOnce);
        var next = 0;
        line.Begin();
        await Task.WhenAll(Enumerable.Range(0, CallsAtOnce).Select(async _ =>
        {
            for (int number; (number = Interlocked.Increment(ref next)) <= count;)
            {
                await CallAsync(engine, function, number);
            }
        }));
        _ = line.End(count);
        line.Print();
    }

    private static async Task MeasureAsync(ServiceProvider engine, FunctionDefinition function, int count, TimeSpan between, BenchLine line)
    {
        var times = new List<double>();
        for (var number = 1; number <= count; number++)
        {
            await Task.Delay(between, TimeProvider.System);
            var began = Stopwatch.GetTimestamp();
            await CallAsync(engine, function, number);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        line.AddLatencies(times);
        line.Set("n", count).Print();
    }

    private static async Task CallAsync(ServiceProvider engine, FunctionDefinition function, int number)
    {
        var call = new FunctionCall { Definition = function, Input = JsonElement.Parse($$"""{"a":{{number}},"b":1}""") };
        var result = await engine.GetRequiredService<IFunctionRunner>().RunAsync(call);
        if (result.Output is not { } output || output.GetProperty("total").GetInt32() != number + 1)
        {
            throw new InvalidOperationException($"{function.Language}: {result.Outcome} {result.Error?.Message}");
        }
    }
}
