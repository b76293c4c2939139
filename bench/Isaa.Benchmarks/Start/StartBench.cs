using System.Diagnostics;

namespace Isaa.Benchmarks.Start;

/// <summary>How long the built program takes to start: for its version, and for the first job on a new store.</summary>
internal static class StartBench
{
    private const int Runs = 30;
    private const int TinyRuns = 2;

    public static async Task RunAsync(BenchSettings settings)
    {
        var program = await BuildAsync();
        var folder = Directory.CreateTempSubdirectory("isaa-bench-");
        try
        {
            // What no program on this runtime can be faster than: one that only writes a line.
            var least = await MeasureAsync(settings, _ => Start(Environment.ProcessPath!, folder.FullName));
            if (settings.Wants("start.version"))
            {
                Print("start.version", await MeasureAsync(settings, _ => Start(program, folder.FullName, "--version")), least);
            }

            if (settings.Wants("start.firstjob"))
            {
                Print("start.firstjob", await MeasureAsync(settings, number => FirstJob(program, folder, number)), least);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static ProcessStartInfo FirstJob(string program, DirectoryInfo folder, int number)
    {
        var playbook = Path.Combine(folder.FullName, "answer.yaml");
        File.WriteAllText(playbook, "turns:\n  - say: Done.\n");
        var home = Path.Combine(folder.FullName, $"home-{number}");
        return Start(program, home, "run", "x", "--model", $"scripted/{playbook}", "--json");
    }

    private static async Task<List<double>> MeasureAsync(BenchSettings settings, Func<int, ProcessStartInfo> describe)
    {
        var times = new List<double>();
        for (var number = 0; number < (settings.Tiny ? TinyRuns : Runs); number++)
        {
            var start = describe(number);
            var began = Stopwatch.GetTimestamp();
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (process.ExitCode != 0 && start.ArgumentList.Count > 0)
            {
                throw new InvalidOperationException($"{start.FileName} ended with {process.ExitCode}: {await output}{await error}");
            }
        }

        return times;
    }

    private static void Print(string bench, List<double> times, List<double> least)
    {
        var line = new BenchLine(bench, bench == "start.firstjob" ? "sqlite" : "none").Set("n", times.Count);
        line.AddLatencies(times);
        var (ours, limit) = (Median(times), Median(least));
        line.Set("limit_ms", Math.Round(limit, 1)).Set("ratio", Math.Round(ours / limit, 2)).Print();
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static ProcessStartInfo Start(string program, string home, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ISAA_HOME"] = home;
        return start;
    }

    /// <summary>Builds the program as the script of the checkout does and returns its place.</summary>
    private static async Task<string> BuildAsync()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Isaa.slnx")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException($"No Isaa.slnx above {AppContext.BaseDirectory}.");
        }

        var build = new ProcessStartInfo(Path.Combine(root.FullName, "isaa")) { RedirectStandardOutput = true };
        build.Environment["ISAA_BUILD_ONLY"] = "1";
        using var process = Process.Start(build)!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Path.Combine(root.FullName, "artifacts", "isaa", "current", "Isaa.Cli")
            : throw new InvalidOperationException("./isaa does not build.");
    }
}
