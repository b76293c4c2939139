using Isaa.Agents.Control;
using Isaa.Agents.History;
using Isaa.Agents;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;
using Isaa.Jobs;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents.Control;

public sealed class AgentRunsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_status_of_a_run_tells_its_tools_errors_files_and_result_as_data_and_as_text()
    {
        var client = new FakeChatClient()
            .ThenCall(("a", "write_file", new { path = "out.txt" }), ("b", "nope", new { }))
            .ThenCall(("c", "nope", new { again = 1 }))
            .ThenText("written");
        await using var bed = new AgentBed(client, [AgentBed.Tool((string path) => "ok", "write_file", StepKind.Repeatable)]);
        var run = await bed.Runner.EnqueueAsync("self", "write it", null, Cancellation);
        await bed.WaitAsync(run);

        var status = await bed.Get<AgentRuns>().GetStatusAsync(run, Cancellation);

        Assert.Equal(("completed", 3, "written", "write it"), (status.State, status.Turns, status.LastText, status.Task));
        Assert.Equal([("nope", 2, 2), ("write_file", 1, 0)], status.Tools.Select(t => (t.Name, t.Calls, t.Errors)));
        Assert.Equal(("tool_unknown", "nope", 2), status.Errors.Select(e => (e.Code, e.Tool, e.Count)).Single());
        Assert.Equal(["out.txt"], status.Artifacts);
        Assert.Equal(45, status.Usage.Input + status.Usage.Output);
        Assert.Equal(AgentRunStatus.Completed, status.Result!.Status);
        var text = status.ToText().ReplaceLineEndings("\n");
        Assert.Contains("state    completed\n", text, StringComparison.Ordinal);
        Assert.Contains("files:\n  out.txt\n", text, StringComparison.Ordinal);
        Assert.Contains("nope: 2 calls, 2 errors", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_failed_at_its_limit_goes_on_with_the_same_allowance_again()
    {
        var client = new FakeChatClient().ThenCall(("a", "work", new { n = 1 })).ThenCall(("b", "work", new { n = 2 })).ThenText("done");
        await using var bed = new AgentBed(client, [AgentBed.Tool((int n) => n, "work")]);
        var run = await bed.Runner.EnqueueAsync("self", "go", new AgentRunOptions { Limits = new AgentLimits { Turns = 2 } }, Cancellation);
        Assert.Equal("limit_turns", (await bed.WaitAsync(run)).Error?.Code);
        var runs = bed.Get<AgentRuns>();
        Assert.Equal([run], (await runs.ListResumableAsync(cancellationToken: Cancellation)).Select(j => j.Id));

        await runs.ResumeAsync(run, "come to an end", Cancellation);
        var result = await bed.WaitAsync(run);

        Assert.Equal((AgentRunStatus.Completed, "done", 3), (result.Status, result.Text, result.Turns));
        Assert.Equal("come to an end", client.Calls[2].Messages.Last(m => m.Role == Microsoft.Extensions.AI.ChatRole.User).Text);
        Assert.Equal(["1", "2"], client.Calls[2].Results.Select(r => r.Result!.ToString()));
        Assert.Empty(await runs.ListResumableAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_run_that_went_round_in_circles_may_try_again_with_advice()
    {
        var client = new FakeChatClient { Otherwise = FakeChatClient.Ask(("c", "work", new { n = 1 })) };
        await using var bed = new AgentBed(client, [AgentBed.Tool((int n) => n, "work")]);
        var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);
        Assert.Equal("loop_detected", (await bed.WaitAsync(run)).Error?.Code);
        client.ThenText("ah, done");

        await bed.Get<AgentRuns>().ResumeAsync(run, "just answer", Cancellation);

        Assert.Equal("ah, done", (await bed.WaitAsync(run)).Text);
    }

    [Fact]
    public async Task A_fork_begins_with_what_was_said_up_to_a_turn_and_leaves_the_old_run_alone()
    {
        var client = new FakeChatClient().ThenCall(("a", "work", new { n = 1 })).ThenCall(("b", "work", new { n = 2 })).ThenText("old end").ThenText("new end");
        await using var bed = new AgentBed(client, [AgentBed.Tool((int n) => n, "work")]);
        var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);
        var old = await bed.WaitAsync(run);

        var fork = await bed.Get<AgentRuns>().ForkAsync(run, turn: 1, input: "another way", cancellationToken: Cancellation);
        var result = await bed.WaitAsync(fork);

        Assert.Equal("new end", result.Text);
        Assert.NotEqual(old.Session, result.Session);
        var seen = client.Calls[3];
        Assert.Equal("1", Assert.Single(seen.Results).Result!.ToString());
        Assert.Equal(["go", "another way"], seen.Messages.Where(m => m.Role == Microsoft.Extensions.AI.ChatRole.User).Select(m => m.Text));
        Assert.Equal(6, (await bed.MessagesAsync(old.Session)).Count);
    }

    [Fact]
    public async Task A_run_that_has_not_begun_cannot_be_forked()
    {
        await using var bed = new AgentBed(new FakeChatClient());
        var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);

        var error = await Assert.ThrowsAsync<IsaaException>(() => bed.Get<AgentRuns>().ForkAsync(run, cancellationToken: Cancellation));

        Assert.Equal("run_state_conflict", error.Code);
    }

    [Fact]
    public async Task Events_carry_growing_places_and_come_again_from_any_of_them_in_another_process()
    {
        var folder = Directory.CreateTempSubdirectory("isaa-agents-");
        JobId run;
        List<RunMoment> all;
        await using (var bed = new AgentBed(new FakeChatClient().ThenCall(("a", "work", new { })).ThenText("done"), [AgentBed.Tool(() => "ok", "work")], folder: folder))
        {
            run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);
            await bed.WaitAsync(run);
            all = await bed.Get<AgentRuns>().WatchAsync(run, default, Cancellation).ToListAsync(Cancellation);
        }

        Assert.Equal(all.Select(m => m.Cursor).Distinct().Order(), all.Select(m => m.Cursor));
        Assert.IsType<AgentEvent.Answer>(all[^1].Event);
        await using (var bed = new AgentBed(new FakeChatClient(), folder: folder))
        {
            for (var i = 0; i < all.Count; i++)
            {
                var rest = await bed.Get<AgentRuns>().WatchAsync(run, all[i].Cursor, Cancellation).ToListAsync(Cancellation);
                Assert.Equal(all.Skip(i + 1).Select(m => (m.Cursor, AgentEvents.TypeOf(m.Event))), rest.Select(m => (m.Cursor, AgentEvents.TypeOf(m.Event))));
            }

            Assert.Empty(bed.Client.Calls);
            Assert.Equal("run_unknown", (await Assert.ThrowsAsync<IsaaException>(async () => await bed.Get<AgentRuns>().WatchAsync(new JobId(Guid.Empty), default, Cancellation).ToListAsync(Cancellation))).Code);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_events_of_an_ended_run_come_again_from_any_place_without_a_model_call()
    {
        var client = new FakeChatClient().ThenCall(("a", "work", new { n = 1 })).ThenText("done");
        await using var bed = new AgentBed(client, [AgentBed.Tool((int n) => n, "work")]);
        var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);
        await bed.WaitAsync(run);
        var all = await bed.EventsAsync(run);
        var third = (await bed.Store.ReadEventsAsync(new Isaa.Jobs.Events.EventQuery { Job = run }, Cancellation)).Where(e => e.Type.StartsWith("agent.", StringComparison.Ordinal)).ElementAt(2).Cursor;

        var rest = await bed.Runner.WatchAsync(run, third, Cancellation).ToListAsync(Cancellation);

        Assert.Equal(all.Skip(3).Select(e => e.GetType()), rest.Select(e => e.GetType()));
        Assert.Equal(2, client.Calls.Count);
    }
}
