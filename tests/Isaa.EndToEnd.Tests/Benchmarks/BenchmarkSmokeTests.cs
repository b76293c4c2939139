using System.Reflection;
using Isaa.EndToEnd.Tests.Support;

namespace Isaa.EndToEnd.Tests.Benchmarks;

/// <summary>A benchmark that no longer runs or prints nothing is broken. What it measures here means nothing.</summary>
public sealed class BenchmarkSmokeTests
{
    [Theory]
    [InlineData("agents", "agents.")]
    [InlineData("chains", "chains.")]
    [InlineData("functions", "functions.")]
    [InlineData("queue", "queue.")]
    [InlineData("start", "start.")]
    public async Task A_benchmark_runs_and_prints_lines(string name, string prefix)
    {
        var configuration = typeof(BenchmarkSmokeTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration == "Release" ? "release" : "debug";
        var program = Path.Combine(IsaaProgram.Root, "artifacts", "bin", "Isaa.Benchmarks", configuration, "Isaa.Benchmarks");
        using var process = new RunningProgram(IsaaProgram.Describe(program, [name, "--tiny"]));
        var result = await process.FinishAsync();
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains(result.JsonLines, line => line.GetProperty("bench").GetString()!.StartsWith(prefix, StringComparison.Ordinal));
    }
}
