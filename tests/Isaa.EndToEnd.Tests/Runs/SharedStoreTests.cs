using System.Globalization;
using Isaa.EndToEnd.Tests.Support;
using Isaa.Protocol.Events;

namespace Isaa.EndToEnd.Tests.Runs;

/// <summary>Several processes on one SQLite file: a server and command lines that work at the same time.</summary>
public sealed class SharedStoreTests(ITestOutputHelper output) : IDisposable
{
    private const int Writers = 3;

    private const string Playbook = """
        about: Appends one line and says so.
        turns:
          - call: [{ tool: shell, arguments: { command: "echo done >> lines.txt" } }]
          - say: Done.
        """;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(Environment.GetEnvironmentVariable("ISAA_TEST_LONG") == "1" ? 60 : 8);

    private readonly TestFolders _folders = new();

    [Fact]
    public async Task Processes_that_share_one_file_run_every_job_once_and_show_no_error()
    {
        var playbook = _folders.Write("one.yaml", Playbook);
        using var first = _folders.Isaa.Start("serve", "--port", "0", "--json");
        using var second = _folders.Isaa.Start("serve", "--port", "0", "--json");
        await first.FindLineAsync(new("addresses"));
        await second.FindLineAsync(new("addresses"));

        var began = TimeProvider.System.GetTimestamp();
        var writers = Enumerable.Range(0, Writers).Select(number => AddAsync(number, playbook, began)).ToList();
        var jobs = (await Task.WhenAll(writers)).SelectMany(added => added).ToList();
        foreach (var (job, folder) in jobs)
        {
            var watched = await _folders.Isaa.RunAsync("jobs", "watch", job, "--json");
            Assert.True(watched.ExitCode == 0, watched.ToString());
            Assert.Single(watched.JsonLines, e => e.GetProperty("type").GetString() == AgentEvents.ToolCompleted);
            Assert.Equal(["done"], await File.ReadAllLinesAsync(Path.Combine(folder, "lines.txt"), TestContext.Current.CancellationToken));
        }

        output.WriteLine($"{jobs.Count} jobs from {Writers} command lines and two servers in {Duration.TotalSeconds} s");
        Assert.True(jobs.Count >= Writers, "nothing was added");
        foreach (var server in (RunningProgram[])[first, second])
        {
            var ended = await server.StopAsync();
            Assert.True(ended.ExitCode == 0, ended.ToString());
        }

        var list = await _folders.Isaa.RunAsync("jobs", "list", "--state", "failed", "--state", "dead", "--json");
        Assert.True(list.ExitCode == 0, list.ToString());
        Assert.Equal(0, list.Json.GetProperty("jobs").GetArrayLength());
    }

    public void Dispose() => _folders.Dispose();

    private async Task<List<(string Job, string Folder)>> AddAsync(int number, string playbook, long began)
    {
        var added = new List<(string, string)>();
        while (TimeProvider.System.GetElapsedTime(began) < Duration)
        {
            var folder = Directory.CreateDirectory(Path.Combine(_folders.Work, string.Create(CultureInfo.InvariantCulture, $"{number}-{added.Count}"))).FullName;
            var result = await _folders.Isaa.RunAsync("run", "x", "--in", folder, "--model", $"scripted/{playbook}", "--detach", "--json");
            Assert.True(result.ExitCode == 0, result.ToString());
            added.Add((result.Json.GetProperty("id").GetString()!, folder));
        }

        return added;
    }
}
