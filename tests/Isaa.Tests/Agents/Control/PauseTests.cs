using Isaa.Agents;
using Isaa.Agents.Control;
using Isaa.Agents.Sessions;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;
using Isaa.Tests.Support;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Agents.Control;

public sealed class PauseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_paused_run_gives_its_slot_back_and_goes_on_with_what_it_is_told()
    {
        var client = new FakeChatClient();
        await using var bed = new AgentBed(client, [AgentBed.Tool(() => "ok", "work")]);
        var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);
        client.Then((_, token) => PauseFirst(bed, run, token)).ThenText("done");
        bed.StartWorker();

        await StateAsync(bed, run, JobState.WaitingSignal);
        Assert.Single(client.Calls);
        await bed.Get<AgentRuns>().ResumeAsync(run, "and hurry", Cancellation);
        var result = await bed.WaitAsync(run);

        Assert.Equal((AgentRunStatus.Completed, "done", 2), (result.Status, result.Text, result.Turns));
        Assert.Equal("ok", Assert.Single(client.Calls[1].Results).Result);
        Assert.Equal("and hurry", client.Calls[1].Messages[^1].Text);
        var events = await bed.EventsAsync(run);
        Assert.Equal(
            ["Paused", "Waiting", "Continued"],
            events.Where(e => e is AgentEvent.Paused or AgentEvent.Waiting or AgentEvent.Continued).Select(e => e.GetType().Name));
        Assert.Equal("enough for now", events.OfType<AgentEvent.Paused>().Single().Reason);
    }

    [Fact]
    public async Task A_run_that_is_paused_before_it_begins_asks_nothing_until_it_may_go_on()
    {
        var client = new FakeChatClient().ThenText("done");
        await using var bed = new AgentBed(client);
        var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);
        await bed.Get<AgentRuns>().PauseAsync(run, null, Cancellation);
        bed.StartWorker();
        await StateAsync(bed, run, JobState.WaitingSignal);

        Assert.Empty(client.Calls);
        await bed.Get<AgentRuns>().ResumeAsync(run, null, Cancellation);
        Assert.Equal("done", (await bed.WaitAsync(run)).Text);
    }

    [Fact]
    public async Task Going_on_before_the_pause_was_reached_takes_the_pause_back()
    {
        var client = new FakeChatClient().ThenText("done");
        await using var bed = new AgentBed(client);
        var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);
        await bed.Get<AgentRuns>().PauseAsync(run, null, Cancellation);
        await bed.Get<AgentRuns>().ResumeAsync(run, null, Cancellation);

        Assert.Equal("done", (await bed.WaitAsync(run)).Text);
        Assert.DoesNotContain(await bed.EventsAsync(run), e => e is AgentEvent.Waiting);
    }

    [Fact]
    public async Task The_time_of_a_pause_does_not_count_against_the_runs_limit()
    {
        var time = new ManualTime();
        var client = new FakeChatClient().ThenText("done");
        await using var bed = new AgentBed(client, time: time);
        var options = new AgentRunOptions { Limits = new AgentLimits { Time = TimeSpan.FromSeconds(5) } };
        var run = await bed.Runner.EnqueueAsync("self", "go", options, Cancellation);
        await bed.Get<AgentRuns>().PauseAsync(run, null, Cancellation);
        bed.StartWorker();
        await StateAsync(bed, run, JobState.WaitingSignal);

        time.Advance(TimeSpan.FromSeconds(20));
        await bed.Get<AgentRuns>().ResumeAsync(run, null, Cancellation);

        Assert.Equal((AgentRunStatus.Completed, "done"), await OutcomeAsync(bed, run));
    }

    [Fact]
    public async Task A_message_to_a_running_run_steers_it_even_when_it_has_its_answer_already()
    {
        var client = new FakeChatClient();
        await using var bed = new AgentBed(client);
        var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);
        client.Then((_, token) => SteerFirst(bed, run, token)).ThenText("second");

        var result = await bed.WaitAsync(run);

        Assert.Equal(("second", 2), (result.Text, result.Turns));
        Assert.Equal("in French, please", client.Calls[1].Messages[^1].Text);
        Assert.Equal(
            [SessionRole.User, SessionRole.Assistant, SessionRole.User, SessionRole.Assistant],
            (await bed.MessagesAsync(result.Session)).Select(m => m.Role));
        Assert.Single(await bed.EventsAsync(run), e => e is AgentEvent.Steered { Text: "in French, please" });
    }

    [Fact]
    public async Task Nobody_speaks_to_a_run_that_is_not_there_or_has_ended()
    {
        await using var bed = new AgentBed(new FakeChatClient().ThenText("done"));
        var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);
        await bed.WaitAsync(run);
        var runs = bed.Get<AgentRuns>();

        Assert.Equal("run_state_conflict", (await Assert.ThrowsAsync<IsaaException>(() => runs.PauseAsync(run, null, Cancellation))).Code);
        Assert.Equal("run_unknown", (await Assert.ThrowsAsync<IsaaException>(() => runs.SteerAsync(new JobId(Guid.Empty), "x", Cancellation))).Code);
        Assert.Equal("text_invalid", (await Assert.ThrowsAsync<IsaaException>(() => runs.SteerAsync(run, " ", Cancellation))).Code);
    }

    private static async Task<(AgentRunStatus Status, string Text)> OutcomeAsync(AgentBed bed, JobId run)
    {
        var result = await bed.WaitAsync(run);
        return (result.Status, result.Text);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> PauseFirst(
        AgentBed bed, JobId run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        await bed.Get<AgentRuns>().PauseAsync(run, "enough for now", token);
        await foreach (var update in FakeChatClient.Ask(("c", "work", new { }))(null!, token))
        {
            yield return update;
        }
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> SteerFirst(
        AgentBed bed, JobId run, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
    {
        await bed.Get<AgentRuns>().SteerAsync(run, "in French, please", token);
        await foreach (var update in FakeChatClient.Say("first")(null!, token))
        {
            yield return update;
        }
    }

    private static async Task StateAsync(AgentBed bed, JobId run, JobState state)
    {
        await foreach (var _ in bed.Get<EventFeed>().WatchJobAsync(run, default, Cancellation))
        {
            if ((await bed.Store.FindAsync(run, Cancellation))!.Job.State == state)
            {
                return;
            }
        }
    }
}
