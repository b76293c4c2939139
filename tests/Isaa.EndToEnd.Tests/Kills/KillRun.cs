using System.Text.Json;
using System.Text.RegularExpressions;
using Isaa.EndToEnd.Tests.Support;
using Isaa.Protocol.Events;

namespace Isaa.EndToEnd.Tests.Kills;

/// <summary>One run of the append playbook that is killed and started again, and what has to hold at its end.</summary>
internal sealed partial class KillRun : IDisposable
{
    private readonly TestFolders _folders = new();
    private readonly string _playbook;

    public KillRun() => _playbook = _folders.Write("append.yaml", AppendPlaybook.Text);

    public IsaaProgram Isaa => _folders.Isaa;

    /// <summary>How often this run was killed.</summary>
    public int Kills { get; private set; }

    public IReadOnlyList<string> Start => ["run", "append", "--in", _folders.Work, "--model", $"scripted/{_playbook}", "--max-turns", "200", "--json"];

    /// <summary>Runs a command that is killed at a named place; false when it ended without reaching it.</summary>
    public async Task<bool> RunToKillPointAsync(string place, IReadOnlyList<string> arguments)
    {
        var result = await Isaa.With("ISAA_KILL_AT", place).RunAsync(arguments);
        Isaa.With("ISAA_KILL_AT", null);
        return Note(result);
    }

    /// <summary>Runs a command that is killed after a while; false when it ended before.</summary>
    public async Task<bool> RunForAsync(TimeSpan time, IReadOnlyList<string> arguments)
    {
        using var program = Isaa.Start(arguments);
        using var timer = new Timer(_ => program.Kill(), null, time, Timeout.InfiniteTimeSpan);
        return Note(await program.FinishAsync());
    }

    /// <summary>The only job there is; null when none was accepted.</summary>
    public async Task<string?> FindJobAsync()
    {
        var list = await Isaa.RunAsync("jobs", "list", "--json");
        Assert.True(list.ExitCode == 0, list.ToString());
        var jobs = list.Json.GetProperty("jobs");
        Assert.True(jobs.GetArrayLength() <= 1, $"one run was started, but there are {jobs.GetArrayLength()} jobs");
        return jobs.GetArrayLength() == 0 ? null : jobs[0].GetProperty("id").GetString();
    }

    /// <summary>A server takes the run up by itself.</summary>
    public async Task FinishByServeAsync(string job)
    {
        using var server = Isaa.Start("serve", "--port", "0", "--json");
        await server.FindLineAsync(Serving());
        var watched = await Isaa.RunAsync("jobs", "watch", job, "--json");
        Assert.True(watched.ExitCode == 0, watched.ToString());
        await server.StopAsync();
    }

    public async Task FinishByResumeAsync(string job)
    {
        var result = await Isaa.RunAsync("run", "--resume", job, "--json");
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    /// <summary>Each line once, each answered turn asked once, no more repeats than kills.</summary>
    public async Task<KillFigures> CheckAsync(string job)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(_folders.Work, "lines.txt"));
        Assert.Equal(Enumerable.Range(1, AppendPlaybook.Lines).Select(i => FormattableString.Invariant($"line {i}")), lines);

        var watched = await Isaa.RunAsync("jobs", "watch", job, "--json");
        var events = watched.JsonLines.Select(entry => (Type: entry.GetProperty("type").GetString(), Body: Body(entry))).ToList();
        var completed = events.Where(e => e.Type == AgentEvents.TurnCompleted).Select(e => e.Body.GetProperty("turn").GetInt32()).ToList();
        var started = events.Where(e => e.Type == AgentEvents.TurnStarted).Select(e => e.Body).ToList();
        var repeated = started.Count(body => body.GetProperty("isRepeat").GetBoolean());
        Assert.Equal(completed.Distinct(), completed);
        Assert.InRange(started.Count - completed.Count, 0, Kills);
        Assert.InRange(repeated, 0, Kills);
        var unknown = events.Count(e => e.Type == AgentEvents.ToolUnknown);
        Assert.InRange(unknown, 0, Kills);
        Assert.Single(events, e => e.Type == AgentEvents.Answer);
        return new KillFigures(Kills, completed.Count, repeated, unknown);
    }

    public void Dispose() => _folders.Dispose();

    private bool Note(ProgramResult result)
    {
        var wasKilled = result.ExitCode == ProgramResult.Killed;
        Assert.True(wasKilled || result.ExitCode == 0, result.ToString());
        Kills += wasKilled ? 1 : 0;
        return wasKilled;
    }

    [GeneratedRegex("addresses")]
    private static partial Regex Serving();

    private static JsonElement Body(JsonElement entry) => entry.TryGetProperty("body", out var body) ? body : default;
}
