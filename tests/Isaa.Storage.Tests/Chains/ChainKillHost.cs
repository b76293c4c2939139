using Isaa.Chains;
using Isaa.Chains.Durable;
using Isaa.Chains.Values;
using Isaa.Hosting;
using Isaa.Jobs;
using Isaa.Jobs.Working;
using Isaa.Storage.Tests.Crashes.Host;
using Microsoft.Extensions.DependencyInjection;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Storage.Tests.Chains;

/// <summary>
/// The process that is killed: runs one chain as a job, or goes on with it, and prints its result. Each function writes a line of its own to a ledger
/// when it is called.
/// </summary>
internal static class ChainKillHost
{
    /// <summary>The environment variable with the shape of the chain, the folder and the store's address, parted by bars.</summary>
    public const string Variable = "ISAA_TEST_CHAIN";

    public const int Items = 1_000;

    public static IReadOnlyList<string> Shapes { get; } = ["sequence", "parallel", "map", "branch", "fallback", "unknown"];

    public static JobId Run { get; } = new(new Guid("0193c0de-0000-7000-8000-000000000001"));

    public static string LedgerFile(string folder) => Path.Combine(folder, "ledger.txt");

    public static async Task<int> PlayAsync(string order)
    {
        var (shape, folder, store) = (order.Split('|')[0], order.Split('|')[1], order.Split('|')[2]);
        using var ledger = new StreamWriter(new FileStream(LedgerFile(folder), FileMode.Append, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        var builder = IsaaApp.CreateBuilder(new IsaaOptions { HomeFolder = folder });
        CrashStore.Parse(store).AddTo(builder.Services, isOwnClock: false);

        // On PostgreSQL a dead process is known only by the end of its lease.
        builder.Services.AddSingleton(new WorkerOptions { LeaseTime = TimeSpan.FromSeconds(6), HeartbeatInterval = TimeSpan.FromSeconds(1) });
        await using var app = await builder.StartAsync();
        var run = await app.Chains.StartAsync(Chain(shape, ledger), "x", new ChainStartOptions { Id = Run, MaxParallel = 8 });
        var result = await app.Chains.WaitAsync(run);
        Console.WriteLine(result.Text ?? result.Error!.Message);
        return 0;
    }

    private static Chain Chain(string shape, StreamWriter ledger)
    {
        ChainFunction Step(string name) => Function((string text) => Write(ledger, name, text) + name[..1], name).Repeatable();
        var failing = Function(string (string text) => throw new InvalidOperationException(Write(ledger, "risky", text)), "risky").Repeatable();
        var list = Function((string text) => new { items = Enumerable.Range(0, Items) }, "list").Repeatable();
        var format = CF("""{"type":"object","properties":{"items":{"type":"array"}},"required":["items"]}""", "Items");
        var count = Function((ChainValue all) => all.Items.Count, "count").Repeatable();
        return shape switch
        {
            "sequence" => Step("a") >> Step("b") >> Step("c") >> Step("d") >> Step("e"),
            "parallel" => Step("a") >> (Step("b") + (Step("c") >> Step("d")) + Step("e")) >> Step("f"),
            "map" => list >> format - "items[n]" >> (Step("a") >> Step("b")) >> count,
            "branch" => Step("a") >> IS.That("isLong", v => v.Text.Length > 1) >> (Step("b") >> Step("c")) % Step("d") >> Step("e"),
            "fallback" => (Step("a") >> failing >> Step("b")) | (Step("c") >> Step("d")),
            "unknown" => Step("a") >> (Function((string text) => Write(ledger, "once", text), "once") | "nobody knows"),
            _ => throw new ArgumentException($"There is no chain '{shape}'.", nameof(shape)),
        };
    }

    private static string Write(StreamWriter ledger, string name, string text)
    {
        lock (ledger)
        {
            ledger.WriteLine($"{name} {text}");
        }

        return text;
    }
}
