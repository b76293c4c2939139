using Isaa.Agents;
using Isaa.Agents.Sessions;
using Isaa.Jobs;
using Isaa.Models;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents.Sessions;

public sealed class SessionRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static AgentRunOptions In(string session) => new() { Session = session };

    [Fact]
    public async Task A_later_run_of_a_session_sees_what_was_said()
    {
        var client = new FakeChatClient().ThenText("Noted.").ThenText("Blue.");
        await using var bed = new AgentBed(client);

        await bed.RunAsync("My favorite color is blue.", In("user123_chat"));
        var second = await bed.RunAsync("What is my favorite color?", In("user123_chat"));

        Assert.Equal("Blue.", second.Text);
        Assert.EndsWith("user: My favorite color is blue.\nassistant: Noted.\nuser: What is my favorite color?", client.Calls[1].Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_do_not_see_each_other()
    {
        var client = new FakeChatClient().ThenText("a").ThenText("b").ThenText("c");
        await using var bed = new AgentBed(client);

        await bed.RunAsync("secret", In("one"));
        await bed.RunAsync("hello", In("two"));
        await bed.RunAsync("hello", new AgentRunOptions());

        Assert.DoesNotContain("secret", client.Calls[1].Said, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", client.Calls[2].Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_user_says_is_kept_before_the_model_is_asked()
    {
        IReadOnlyList<SessionMessage> kept = [];
        var client = new FakeChatClient();
        await using var bed = new AgentBed(client);
        client.Then((asked, token) => Look(asked, token));

        await bed.RunAsync("Remember me.", In("s"));

        Assert.Equal("Remember me.", Assert.Single(kept).Text);

        async IAsyncEnumerable<Microsoft.Extensions.AI.ChatResponseUpdate> Look(
            FakeChatClient.Asked asked, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            kept = await bed.MessagesAsync("s");
            await foreach (var update in FakeChatClient.Say("ok")(asked, token))
            {
                yield return update;
            }
        }
    }

    [Fact]
    public async Task A_run_waits_for_the_one_before_it_without_looking_again_and_goes_on_when_that_ends()
    {
        var (asked, open) = (new TaskCompletionSource(), new TaskCompletionSource());
        var client = new FakeChatClient { Otherwise = (question, token) => Answer(question, token) };
        await using var bed = new AgentBed(client);
        await bed.Runner.EnqueueAsync("self", "first", In("s"), Cancellation);
        bed.StartWorker();
        await asked.Task;

        var second = await bed.Runner.EnqueueAsync("self", "second", In("s"), Cancellation);
        await bed.UntilWaitingAsync(second);
        open.SetResult();
        await bed.WaitAsync(second);

        Assert.Equal(2, (await bed.Store.FindAsync(second, Cancellation))!.Job.Started);

        async IAsyncEnumerable<Microsoft.Extensions.AI.ChatResponseUpdate> Answer(
            FakeChatClient.Asked question, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            asked.TrySetResult();
            await open.Task.WaitAsync(token);
            await foreach (var update in FakeChatClient.Say("ok")(question, token))
            {
                yield return update;
            }
        }
    }

    [Fact]
    public async Task Two_runs_of_a_session_never_interleave_and_keep_the_order_in_which_they_were_added()
    {
        var open = new TaskCompletionSource();
        var client = new FakeChatClient { Otherwise = (asked, token) => AfterGate(asked, token) };
        await using var bed = new AgentBed(client);
        var runs = new List<JobId>();
        for (var i = 1; i <= 4; i++)
        {
            runs.Add(await bed.Runner.EnqueueAsync("self", $"question {i}", In("s"), Cancellation));
        }

        bed.StartWorker();
        open.SetResult();
        foreach (var run in runs)
        {
            await bed.WaitAsync(run);
        }

        Assert.Equal(
            Enumerable.Range(1, 4).SelectMany(i => new[] { $"question {i}", $"answer to question {i}" }),
            (await bed.MessagesAsync("s")).Select(m => m.Text));

        async IAsyncEnumerable<Microsoft.Extensions.AI.ChatResponseUpdate> AfterGate(
            FakeChatClient.Asked asked, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            await open.Task.WaitAsync(token);
            await foreach (var update in FakeChatClient.Say($"answer to {asked.Messages[^1].Text}")(asked, token))
            {
                yield return update;
            }
        }
    }

    [Fact]
    public async Task A_cancelled_run_leaves_a_session_that_can_go_on()
    {
        var called = new TaskCompletionSource();
        var client = new FakeChatClient().ThenCall(("c1", "hang", new { })).ThenText("Going on.");
        await using var bed = new AgentBed(client, [AgentBed.Tool(async (CancellationToken token) => { called.SetResult(); await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token); }, "hang")]);
        bed.StartWorker();
        var run = await bed.Runner.EnqueueAsync("self", "go", In("s"), Cancellation);
        await called.Task.WaitAsync(Cancellation);

        await bed.Runner.CancelAsync(run, "no longer needed", Cancellation);
        var cancelled = await bed.WaitAsync(run);
        Assert.Equal("cancelled", (await bed.MessagesAsync("s")).Single(m => m.CallId == "c1").ErrorCode);
        var next = await bed.RunAsync("go on", In("s"));

        Assert.Equal(AgentRunStatus.Cancelled, cancelled.Status);
        Assert.Contains("no longer needed", cancelled.Error!.Message, StringComparison.Ordinal);
        Assert.Equal("Going on.", next.Text);
        var result = Assert.Single(client.Calls[1].Results);
        Assert.Equal("c1", result.CallId);
        Assert.Contains("cancelled", ToolCallText.Result(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_began_with_a_run_of_another_tenant_is_refused_and_says_nothing_of_it()
    {
        var client = new FakeChatClient().ThenText("a").ThenText("b");
        await using var bed = new AgentBed(client);
        var first = await bed.RunAsync("secret");

        var error = await Assert.ThrowsAsync<Isaa.Diagnostics.IsaaException>(() => bed.RunAsync("hello", new AgentRunOptions { Session = first.Session, Tenant = "other" }));

        Assert.Equal("session_unknown", error.Code);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.Equal("b", (await bed.RunAsync("and now", In(first.Session))).Text);
    }

    [Fact]
    public async Task The_agent_of_another_tenant_has_another_session_of_the_same_name()
    {
        var client = new FakeChatClient().ThenText("a").ThenText("b");
        await using var bed = new AgentBed(client);

        await bed.RunAsync("secret", In("s"));
        await bed.RunAsync("hello", new AgentRunOptions { Session = "s", Tenant = "other" });

        Assert.DoesNotContain("secret", client.Calls[1].Said, StringComparison.Ordinal);
    }
}
