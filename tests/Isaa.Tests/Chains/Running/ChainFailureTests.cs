using Isaa.Chains;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Tests.Chains.Support;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains.Running;

public sealed class ChainFailureTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Branches_run_at_the_same_time()
    {
        var both = new Barrier(3);
        string Meet(string text) => both.SignalAndWait(TimeSpan.FromSeconds(30), Cancellation) ? text : "alone";
        var chain = Function(Meet) + Function(Meet) + Function(Meet);
        Assert.Equal("x | x | x", (await chain.RunAsync("x", cancellationToken: Cancellation)).Text);
    }

    [Fact]
    public async Task No_more_branches_run_at_a_time_than_the_limit()
    {
        var (running, most) = (0, 0);
        var gate = new Lock();
        async Task<string> CountAsync(string text)
        {
            lock (gate)
            {
                most = Math.Max(most, ++running);
            }

            await Task.Yield();
            lock (gate)
            {
                running--;
            }

            return text;
        }

        var chain = CF("""{"type":"array"}""", "list") >> Function((string json) => $$"""{"all":{{json}}}""") >> CF("""{"type":"object","properties":{"all":{"type":"array"}}}""") - "all[n]" >> Function(CountAsync);
        var input = ChainValue.From(Enumerable.Range(0, 100));
        var result = await chain.RunAsync(input, new ChainRunOptions { MaxParallel = 3 }, Cancellation);
        Assert.Equal(input, ChainValue.List(result.Items.Select(i => ChainValue.From(int.Parse(i.Text, System.Globalization.CultureInfo.InvariantCulture)))));
        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task A_failure_stops_its_siblings_and_reaches_the_fallback()
    {
        var started = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        var slow = new FakeAgent("slow", async (_, token) =>
        {
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
            catch (OperationCanceledException)
            {
                stopped.SetResult();
                throw;
            }

            return "never";
        });
        var failing = new FakeAgent("failing", async (_, _) =>
        {
            await started.Task;
            throw new IsaaException("agent_failed", "It failed.");
        });
        var chain = (Agent(slow) + Agent(failing)) | "sorry";
        Assert.Equal("sorry", (await chain.RunAsync("x", cancellationToken: Cancellation)).Text);
        await stopped.Task;
    }

    [Fact]
    public async Task Cancelling_the_run_is_no_failure()
    {
        using var stop = new CancellationTokenSource();
        var agent = new FakeAgent("agent", async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return "never";
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => (Agent(agent) | "sorry").RunAsync("x", cancellationToken: stop.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => (Function((string t) => t) >> Function((string t) => t)).RunAsync("x", cancellationToken: stop.Token));
    }

    [Fact]
    public async Task A_time_out_inside_a_node_is_a_failure()
    {
        var agent = new FakeAgent("agent", (_, _) => throw new TaskCanceledException("the service took too long"));
        Assert.Equal("sorry", (await (Agent(agent) | "sorry").RunAsync("x", cancellationToken: Cancellation)).Text);
    }

    [Fact]
    public async Task Failures_in_a_map_name_the_item()
    {
        var chain = CF("""{"type":"object","properties":{"all":{"type":"array"}}}""", "list") - "all[n]"
            >> (Function((int n) => n) >> Function(int (int n) => n == 2 ? throw new IsaaException("bad_item", "It is 2.") : n));
        var failure = await Assert.ThrowsAsync<ChainException>(() => chain.RunAsync("""{"all":[0,1,2]}""", cancellationToken: Cancellation));
        Assert.Equal("2/[2]/2", failure.NodePath);
        Assert.Equal("bad_item", failure.Code);
    }

    [Fact]
    public async Task A_loop_ends_when_its_condition_holds_and_fails_when_it_never_does()
    {
        var count = Function((int n) => new { n = n + 1 }, "count");
        var next = Function((ChainValue v) => v.Kind == System.Text.Json.JsonValueKind.Object ? ChainValue.Of(v.Json.GetProperty("n")) : v, "next");
        Assert.Equal("""{"n":5}""", (await Repeat(next >> count, IS.AtLeast("n", 5), 10).RunAsync("0", cancellationToken: Cancellation)).Text);

        var failure = await Assert.ThrowsAsync<ChainException>(() => Repeat(next >> count, IS.AtLeast("n", 5), 4).RunAsync("0", cancellationToken: Cancellation));
        Assert.Equal("repeat_exhausted", failure.Code);
        Assert.Equal("done", (await (Repeat(next >> count, IS.AtLeast("n", 5), 4) | "done").RunAsync("0", cancellationToken: Cancellation)).Text);
    }

    [Fact]
    public async Task The_last_agent_of_a_loop_is_asked_for_the_condition()
    {
        var rounds = 0;
        var critic = new FakeAgent("critic", _ => ChainValue.From(new { ok = ++rounds == 3 }));
        Assert.Equal("""{"ok":true}""", (await Repeat(Agent(critic), IS("ok"), 5).RunAsync("x", cancellationToken: Cancellation)).Text);
        Assert.All(critic.Calls, call => Assert.NotNull(call.Schema));
        Assert.Equal(3, critic.Calls.Count);
    }

    [Fact]
    public async Task What_can_only_be_looked_up_in_an_engine_says_so()
    {
        foreach (var chain in (Chain[])[Agent("somebody"), Tool("thing"), ChainNamed("other")])
        {
            var failure = await Assert.ThrowsAsync<ChainException>(() => chain.RunAsync("x", cancellationToken: Cancellation));
            Assert.Equal("chain_unbound", failure.Code);
        }

        Assert.Equal("function_unknown", (await Assert.ThrowsAsync<ChainException>(() => Function("f").RunAsync("x", cancellationToken: Cancellation))).Code);
        Assert.Equal("wait_not_durable", (await Assert.ThrowsAsync<ChainException>(() => WaitForApproval("boss").RunAsync("x", cancellationToken: Cancellation))).Code);
    }
}
