using Isaa.Agents.Memory;
using Isaa.Diagnostics;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents.Memory;

public sealed class AgentMemoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_run_learns_promises_and_takes_on_its_agents_later_runs_in_other_sessions_know()
    {
        var client = new FakeChatClient()
            .ThenCall(
                ("a", "learn", new { text = "the build needs two steps", project = "shop" }), ("b", "promise", new { text = "send the report on Friday" }),
                ("c", "remember", new { text = "ship the shop", @as = "goal" }), ("d", "remember", new { text = "shop", @as = "project" }))
            .ThenText("ok")
            .ThenText("yes");
        await using var bed = Bed(client);

        await bed.RunAsync();
        await bed.RunAsync();

        var mind = await bed.Get<AgentMinds>().GetAsync("self", cancellationToken: Cancellation);
        Assert.Equal(("shop", "ship the shop", "the build needs two steps", 4), (mind.Project, Assert.Single(mind.Goals).Text, Assert.Single(mind.Learnings).Text, mind.Edition));
        var promise = Assert.Single(mind.Promises);
        var told = client.Calls[2].Said;
        Assert.All(["Working on: shop", "- ship the shop", "- the build needs two steps (shop)", $"- {promise.Id}: send the report on Friday"], line => Assert.Contains(line, told, StringComparison.Ordinal));
        Assert.DoesNotContain("keep in mind from", client.Calls[0].Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_promise_is_kept_by_its_id_once_and_a_wrong_id_is_told()
    {
        var client = new FakeChatClient();
        await using var bed = Bed(client);
        var mind = await bed.Get<AgentMinds>().ChangeAsync("self", new AgentStateChange.Promise("call back"), cancellationToken: Cancellation);
        var id = Assert.Single(mind.Promises).Id;
        client.ThenCall(("a", "promise", new { kept = "nonsense" }), ("b", "promise", new { kept = id }), ("c", "promise", new { kept = id })).ThenText("ok");

        await bed.RunAsync();

        Assert.Equal([true, false, true], client.Calls[1].Results.Select(r => ((string)r.Result!).StartsWith("not done", StringComparison.Ordinal)));
        Assert.NotNull(Assert.Single((await bed.Get<AgentMinds>().GetAsync("self", cancellationToken: Cancellation)).Promises).KeptAt);
        Assert.DoesNotContain("call back", client.Calls[1].Messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notes_of_a_run_become_learnings_of_its_agent_once()
    {
        var client = new FakeChatClient().ThenCall(("a", "note", new { text = "port 80 is taken" })).ThenText("ok");
        await using var bed = Bed(client);
        var run = await bed.Runner.EnqueueAsync("self", "look", null, Cancellation);
        Assert.Equal("run_state_conflict", (await Assert.ThrowsAsync<IsaaException>(() => bed.Get<AgentMinds>().PromoteAsync(run, null, Cancellation))).Code);
        var result = await bed.WaitAsync(run);

        await bed.Get<AgentMinds>().PromoteAsync(run, "shop", Cancellation);
        var mind = await bed.Get<AgentMinds>().PromoteAsync(run, "shop", Cancellation);

        Assert.Equal(["port 80 is taken"], result.Notes);
        var learned = Assert.Single(mind.Learnings);
        Assert.Equal(("port 80 is taken", "shop", run), (learned.Text, learned.Project, learned.Run));
        Assert.Equal(run, Assert.Single(await bed.Get<AgentMinds>().ListActivitiesAsync("self", cancellationToken: Cancellation)).Id);
    }

    [Fact]
    public async Task Another_tenants_agent_of_the_same_name_knows_nothing_of_it()
    {
        await using var bed = Bed(new FakeChatClient());
        await bed.Get<AgentMinds>().ChangeAsync("self", new AgentStateChange.Note("mine"), "one", Cancellation);

        Assert.Same(AgentInternalState.Empty, await bed.Get<AgentMinds>().GetAsync("self", "two", Cancellation));
    }

    [Fact]
    public void What_is_too_much_pushes_the_oldest_out_and_open_promises_last()
    {
        var state = AgentInternalState.Empty;
        for (var i = 0; i < AgentInternalState.MaxPromises; i++)
        {
            state = state.With(new AgentStateChange.Promise($"p{i}") { Id = $"p{i}" }).With(new AgentStateChange.Note(new string('n', 600) + i) { Id = $"n{i}" });
        }

        state = state.With(new AgentStateChange.Keep("p7") { At = DateTimeOffset.UnixEpoch }).With(new AgentStateChange.Promise("new") { Id = "new" });
        Assert.Equal(AgentInternalState.MaxPromises, state.Promises.Count);
        Assert.DoesNotContain(state.Promises, p => p.Id == "p7");
        Assert.Contains(state.Promises, p => p.Id == "p0");
        Assert.Equal(AgentInternalState.MaxText, Assert.Single(state.Notes).Text.Length);

        state = state.With(new AgentStateChange.Promise("more") { Id = "more" });
        Assert.DoesNotContain(state.Promises, p => p.Id == "p0");
    }

    [Fact]
    public void Forgetting_takes_an_entry_off_and_a_change_that_changes_nothing_is_no_edition()
    {
        var state = AgentInternalState.Empty.With(new AgentStateChange.Learn("x") { Id = "1" });

        Assert.Same(state, state.With(new AgentStateChange.Learn("x") { Id = "2" }));
        Assert.Same(state, state.With(new AgentStateChange.Forget("2")));
        Assert.Equal((0, 2), (state.With(new AgentStateChange.Forget("1")) is var less ? less.Learnings.Count : -1, less.Edition));
    }

    private static AgentBed Bed(FakeChatClient client) => new(client, [AgentBed.Tool(() => "", "work")]);
}
