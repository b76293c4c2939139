using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Storage.Tests.Crashes.Host;
using Isaa.Storage.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Storage.Tests.Chains;

/// <summary>Kills a real process in the middle of a chain and lets another one go on with it.</summary>
public sealed partial class ChainKillTests
{
    private const int Killed = 137;

    private static readonly Dictionary<string, string> Results = new()
    {
        ["sequence"] = "xabcde",
        ["parallel"] = "xab | xacd | xaef",
        ["map"] = ChainKillHost.Items.ToString(CultureInfo.InvariantCulture),
        ["branch"] = "xabce",
        ["fallback"] = "xcd",
        ["unknown"] = "nobody knows",
    };

    public static TheoryData<string, string, string> Kills
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var shape in ChainKillHost.Shapes)
            {
                foreach (var place in Places(shape))
                {
                    data.Add("sqlite", shape, place);
                }

                // Waiting for the end of a lease takes its time: one kill of each shape, in the middle.
                data.Add("postgres", shape, shape switch { "map" => "step-acted:700", "unknown" => "step-acted:2", _ => "step-recorded:2" });
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kills))]
    public async Task A_killed_chain_goes_on_and_runs_no_finished_node_again(string store, string shape, string place)
    {
        var folder = Directory.CreateTempSubdirectory("isaa-chain-kill-");
        try
        {
            var address = store == "sqlite" ? new CrashStore.Sqlite(Path.Combine(folder.FullName, "isaa.db")).Address : PostgresCluster.Shared.NewAddress();
            var died = await PlayAsync($"{shape}|{folder.FullName}|{address}", place);
            Assert.True(died.ExitCode == Killed, $"{place} was not reached: {died.Output}{died.Errors}");
            var finished = await FinishedAsync(address);
            var before = await File.ReadAllLinesAsync(ChainKillHost.LedgerFile(folder.FullName), TestContext.Current.CancellationToken);

            var done = await PlayAsync($"{shape}|{folder.FullName}|{address}", null);
            Assert.True(done.ExitCode == 0, done.Output + done.Errors);
            Assert.Equal(Results[shape], done.Output.Trim());
            var after = await File.ReadAllLinesAsync(ChainKillHost.LedgerFile(folder.FullName), TestContext.Current.CancellationToken);
            var calls = after.CountBy(line => line).ToDictionary();
            Assert.All(finished.Where(calls.ContainsKey), line => Assert.True(calls[line] == 1, $"'{line}' was finished when the process died and ran {calls[line]} times"));
            Assert.All(finished.Where(line => !line.StartsWith("list", StringComparison.Ordinal) && !line.StartsWith("count", StringComparison.Ordinal)), line => Assert.Contains(line, before));
            Assert.True(after.Length - calls.Count <= 8, $"{after.Length - calls.Count} calls ran again; only those that were under way may");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Places(string shape) => shape switch
    {
        "map" => ["step-recorded:1", "step-acted:700", "step-recorded:1500", "job-settling"],

        // The function had its effect, and nobody wrote down that it did: it is not called again, and the fallback takes over.
        "unknown" => ["step-acted:2"],
        _ => ["job-claimed", "step-acted:2", "step-recorded:2", "step-acted:3", "step-recorded:3", "job-settling"],
    };

    /// <summary>The ledger lines of the calls whose results are kept.</summary>
    private static async Task<IReadOnlyList<string>> FinishedAsync(string address)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        CrashStore.Parse(address).AddTo(services, isOwnClock: false);
        await using var provider = services.AddIsaaJobs().BuildServiceProvider();
        var steps = await provider.GetRequiredService<IJobStore>().ReadStepsAsync(ChainKillHost.Run, 0, TestContext.Current.CancellationToken);
        return [.. steps.Where(s => s.IsDone && s.Name.StartsWith("function:", StringComparison.Ordinal)).Select(s => $"{s.Name["function:".Length..]} {InputOf(s.Key.Path, s.Name)}")];
    }

    // What each function is given follows from the shape: the letters of those before it, or the item's number.
    private static string InputOf(string path, string name) => Item().Match(path) is { Success: true } item
        ? item.Groups[1].Value + (name.EndsWith(":b", StringComparison.Ordinal) ? "a" : "")
        : Inputs.GetValueOrDefault((path, name["function:".Length..]), "x");

    private static readonly Dictionary<(string Path, string Name), string> Inputs = new()
    {
        [("2", "b")] = "xa",
        [("3", "c")] = "xab",
        [("4", "d")] = "xabc",
        [("5", "e")] = "xabcd",
        [("2/b", "b")] = "xa",
        [("2/d/1", "c")] = "xa",
        [("2/d/2", "d")] = "xac",
        [("2/e", "e")] = "xa",
        [("3", "f")] = "xab | xacd | xae",
        [("3/way1/1", "b")] = "xa",
        [("3/way1/2", "c")] = "xab",
        [("4", "e")] = "xabc",
        [("1/try1/2", "risky")] = "xa",
        [("1/try2/2", "d")] = "xc",
    };

    private static async Task<(int ExitCode, string Output, string Errors)> PlayAsync(string order, string? place)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment[ChainKillHost.Variable] = order;
        start.Environment["ISAA_MODEL"] = null;
        start.Environment[KillPoint.Variable] = place;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    [GeneratedRegex(@"\[(\d+)\]")]
    private static partial Regex Item();
}
