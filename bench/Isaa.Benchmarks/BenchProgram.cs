using Isaa.Benchmarks.Agents;
using Isaa.Benchmarks.Chains;
using Isaa.Benchmarks.Functions;
using Isaa.Benchmarks.Queue;
using Isaa.Benchmarks.Start;

namespace Isaa.Benchmarks;

/// <summary>Runs the benchmarks named on the command line. Standard output holds JSON lines and nothing else.</summary>
internal static class BenchProgram
{
    private static readonly SortedDictionary<string, Func<BenchSettings, Task>> Benches = new(StringComparer.Ordinal)
    {
        ["agents"] = AgentsBench.RunAsync,
        ["chains"] = ChainsBench.RunAsync,
        ["functions"] = FunctionsBench.RunAsync,
        ["queue"] = QueueBench.RunAsync,
        ["start"] = StartBench.RunAsync,
    };

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = BenchSettings.Parse(args, out var names);
        var unknown = names.Except(Benches.Keys).ToList();
        if (names.Count == 0 || unknown.Count > 0)
        {
            await Console.Error.WriteLineAsync($"Usage: NAME... [--tiny] [--only=LINE] [--store=sqlite|postgres]   with NAME one of: {string.Join(", ", Benches.Keys)}.");
            return 2;
        }

        foreach (var name in names)
        {
            await Benches[name](settings);
        }

        return 0;
    }
}
