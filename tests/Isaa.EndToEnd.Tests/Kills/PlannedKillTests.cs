using System.Text.Json;
using System.Text.RegularExpressions;
using Isaa.Diagnostics;
using Isaa.EndToEnd.Tests.Support;
using Isaa.Protocol.Events;

namespace Isaa.EndToEnd.Tests.Kills;

/// <summary>A run that plans, notes, learns and promises, killed between its steps: what is on disk is neither asked nor done again.</summary>
public sealed partial class PlannedKillTests
{
    private const int Turns = 6;

    private const string Playbook = """
        about: Plans two steps, keeps things in mind, and checks its work.
        turns:
          - call:
              - tool: plan
                arguments: { goal: tidy up, criteria: [ it is tidy ], steps: [ look, tidy ] }
              - tool: note
                arguments: { text: it was untidy }
          - call:
              - tool: learn
                arguments: { text: tidy from left to right }
              - tool: promise
                arguments: { text: tidy every week }
          - call:
              - tool: shell
                arguments: { command: "echo tidied >> tidy.txt" }
              - tool: finish_step
                arguments: { step: 1, outcome: done, evidence: seen }
          - call:
              - tool: finish_step
                arguments: { step: 2, outcome: done, evidence: tidied }
          - call:
              - tool: check_result
                arguments: { checks: [ { criterion: 1, passed: true, evidence: seen } ] }
          - say: It is tidy.
        """;

    public static TheoryData<string> Places => KillTests.IsLong
        ? [.. new[] { KillPoint.StepActed, KillPoint.StepRecorded, KillPoint.StoreCommitting }.SelectMany(place => Enumerable.Range(1, 13).Select(n => $"{place}:{n}"))]
        : [$"{KillPoint.StepActed}:2", $"{KillPoint.StepRecorded}:2", $"{KillPoint.StepActed}:5", $"{KillPoint.StepRecorded}:8", $"{KillPoint.StepActed}:10"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Plan_notes_and_what_the_agent_keeps_in_mind_are_there_once_after_a_kill_between_any_two_steps(string place)
    {
        using var folders = new TestFolders();
        string[] start = ["run", "tidy up", "--in", folders.Work, "--model", $"scripted/{folders.Write("tidy.yaml", Playbook)}", "--json"];
        var died = await folders.Isaa.With("ISAA_KILL_AT", place).RunAsync(start);
        folders.Isaa.With("ISAA_KILL_AT", null);
        Assert.True(died.ExitCode == ProgramResult.Killed, died.ToString());
        var id = await FindRunAsync(folders.Isaa);

        await FinishAsync(folders.Isaa, id);

        var status = (await ReadAsync(folders.Isaa, "runs", "show", id)).RootElement;
        Assert.Equal("completed", status.GetProperty("state").GetString());
        Assert.Equal("passed", status.GetProperty("plan").GetProperty("validation").GetString());
        Assert.Equal(["it was untidy"], status.GetProperty("result").GetProperty("notes").EnumerateArray().Select(n => n.GetString()));
        Assert.Equal(Turns, status.GetProperty("turns").GetInt32());
        var mind = (await ReadAsync(folders.Isaa, "agents", "mind", "self")).RootElement;
        Assert.Equal((2, 1, 1), (mind.GetProperty("edition").GetInt32(), mind.GetProperty("learnings").GetArrayLength(), mind.GetProperty("promises").GetArrayLength()));
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(folders.Work, "tidy.txt"), TestContext.Current.CancellationToken));
        await AssertAskedOnceAsync(folders.Isaa, id, kills: 1);
    }

    [Fact]
    public async Task A_paused_run_outlives_the_processes_and_goes_on_with_what_it_is_told()
    {
        using var folders = new TestFolders();
        var started = await folders.Isaa.RunAsync("run", "tidy up", "--in", folders.Work, "--model", $"scripted/{folders.Write("tidy.yaml", Playbook)}", "--detach", "--json");
        Assert.True(started.ExitCode == 0, started.ToString());
        var id = await FindRunAsync(folders.Isaa);
        Assert.Equal(0, (await folders.Isaa.RunAsync("runs", "pause", id, "--reason", "lunch")).ExitCode);
        var died = await folders.Isaa.With("ISAA_KILL_AT", KillPoint.JobSettled).RunAsync("serve", "--port", "0", "--json");
        folders.Isaa.With("ISAA_KILL_AT", null);
        Assert.True(died.ExitCode == ProgramResult.Killed, died.ToString());
        var paused = (await ReadAsync(folders.Isaa, "runs", "show", id)).RootElement;
        Assert.Equal((true, 0), (paused.GetProperty("isPaused").GetBoolean(), paused.GetProperty("turns").GetInt32()));
        Assert.Contains(id, (await folders.Isaa.RunAsync("runs", "list", "--resumable", "--json")).Output, StringComparison.Ordinal);

        Assert.Equal(0, (await folders.Isaa.RunAsync("runs", "resume", id, "--say", "but gently")).ExitCode);
        await FinishAsync(folders.Isaa, id);

        var events = await AssertAskedOnceAsync(folders.Isaa, id, kills: 0);
        Assert.Equal("but gently", Assert.Single(events, e => e.Type == AgentEvents.Continued).Body.GetProperty("text").GetString());
    }

    private static async Task<string> FindRunAsync(IsaaProgram isaa)
    {
        var list = (await ReadAsync(isaa, "runs", "list")).RootElement;
        return Assert.Single(list.GetProperty("jobs").EnumerateArray()).GetProperty("id").GetString()!;
    }

    private static async Task FinishAsync(IsaaProgram isaa, string id)
    {
        using var server = isaa.Start("serve", "--port", "0", "--json");
        await server.FindLineAsync(Serving());
        var watched = await isaa.RunAsync("runs", "watch", id, "--json");
        Assert.True(watched.ExitCode == 0, watched.ToString());
        await server.StopAsync();
    }

    /// <summary>Each turn is answered once, and asked again only where a process died before its answer was on disk.</summary>
    private static async Task<IReadOnlyList<(string Type, JsonElement Body)>> AssertAskedOnceAsync(IsaaProgram isaa, string id, int kills)
    {
        var watched = await isaa.RunAsync("runs", "replay", id, "--json");
        var events = watched.JsonLines.Select(e => (Type: e.GetProperty("type").GetString()!, Body: e.TryGetProperty("body", out var body) ? body : default)).ToList();
        var answered = events.Where(e => e.Type == AgentEvents.TurnCompleted).Select(e => e.Body.GetProperty("turn").GetInt32()).ToList();
        Assert.Equal(Enumerable.Range(1, Turns), answered);
        Assert.InRange(events.Count(e => e.Type == AgentEvents.TurnStarted) - Turns, 0, kills);
        Assert.Single(events, e => e.Type == AgentEvents.Answer);
        return events;
    }

    private static async Task<JsonDocument> ReadAsync(IsaaProgram isaa, params string[] arguments)
    {
        var result = await isaa.RunAsync([.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return JsonDocument.Parse(result.Json.GetRawText());
    }

    [GeneratedRegex("addresses")]
    private static partial Regex Serving();
}
