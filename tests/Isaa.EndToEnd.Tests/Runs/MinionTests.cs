using System.Text.Json;
using Isaa.EndToEnd.Tests.Support;

namespace Isaa.EndToEnd.Tests.Runs;

/// <summary>Worker processes that share the work of one store by what they can do.</summary>
public sealed class MinionTests : IDisposable
{
    private const string Playbook = """
        about: Appends one line and says so.
        turns:
          - call: [{ tool: shell, arguments: { command: "echo done >> lines.txt" } }]
          - say: Done.
        """;

    private readonly TestFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task A_minion_takes_the_runs_that_require_what_it_declares_runs_their_tools_and_reports_its_state()
    {
        using var minion = _folders.Isaa.Start("minion", "--name", "gpu-1", "--capability", "gpu", "--only", "--concurrency", "3", "--json");
        await minion.FindLineAsync(new("gpu-1"));
        var (anybody, other, gpu) = (await AddAsync(), await AddAsync("--requires", "tpu"), await AddAsync("--requires", "gpu"));

        var watched = await _folders.Isaa.RunAsync("jobs", "watch", gpu, "--json");
        Assert.True(watched.ExitCode == 0, watched.ToString());
        Assert.Equal(["done"], await File.ReadAllLinesAsync(Path.Combine(_folders.Work, "lines.txt"), TestContext.Current.CancellationToken));
        Assert.Equal(["ready", "ready"], [await StateAsync(anybody), await StateAsync(other)]);

        var workers = await _folders.Isaa.RunAsync("workers", "--json");
        var worker = Assert.Single(workers.Json.GetProperty("workers").EnumerateArray());
        Assert.Equal(("gpu-1", "idle", 3), (worker.GetProperty("name").GetString(), worker.GetProperty("state").GetString(), worker.GetProperty("slots").GetInt32()));
        Assert.Contains("gpu", worker.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
        Assert.Contains("gpu-1", (await _folders.Isaa.RunAsync("workers")).Output, StringComparison.Ordinal);

        var stopped = await minion.StopAsync();
        Assert.True(stopped.ExitCode == 0, stopped.ToString());
    }

    [Fact]
    public async Task A_minion_of_an_agent_takes_only_the_runs_of_this_agent_and_another_takes_over_what_a_killed_one_held()
    {
        var definition = _folders.Write("ann.yaml", "name: ann\ncapabilities: [append lines]\nrequires: [\"agent:ann\"]\n");
        await RunAsync("agents", "add", definition, "--json");
        using var first = _folders.Isaa.With("ISAA_KILL_AT", "step-acted:2").Start("minion", "--agent", "ann", "--json");
        _folders.Isaa.With("ISAA_KILL_AT", null);
        await first.FindLineAsync(new("agent:ann"));
        var self = await AddAsync("--agent", "self");
        var ann = await AddAsync();
        Assert.Equal(ProgramResult.Killed, (await first.FinishAsync()).ExitCode);

        using var second = _folders.Isaa.Start("minion", "--agent", "ann", "--json");
        var watched = await _folders.Isaa.RunAsync("jobs", "watch", ann, "--json");
        Assert.True(watched.ExitCode == 0, watched.ToString());
        Assert.Equal("ready", await StateAsync(self));
        Assert.Equal(["done"], await File.ReadAllLinesAsync(Path.Combine(_folders.Work, "lines.txt"), TestContext.Current.CancellationToken));

        var shown = await RunAsync("runs", "show", ann, "--json");
        Assert.Equal("ann", shown.GetProperty("agent").GetString());
        Assert.Equal("the task names what it can do: append lines", shown.GetProperty("chosenBecause").GetString());
    }

    private async Task<string> AddAsync(params string[] options) => (await RunAsync(
        ["run", "append lines", "--in", _folders.Work, "--model", $"scripted/{_folders.Write("one.yaml", Playbook)}", "--detach", "--json", .. options])).GetProperty("id").GetString()!;

    private async Task<string> StateAsync(string job) => (await RunAsync("jobs", "show", job, "--json")).GetProperty("job").GetProperty("state").GetString()!;

    private async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var result = await _folders.Isaa.RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Json;
    }
}
