using System.Collections.Concurrent;
using Isaa.Chains;
using Isaa.Diagnostics;
using Isaa.Protocol.Events;
using Isaa.Tests.Chains.Support;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains.Running;

public sealed class ChainEventTests
{
    private static readonly Chain A = Agent(new FakeAgent("a"));
    private static readonly Chain B = Agent(new FakeAgent("b"));
    private static readonly Chain Failing = Function(string (string _) => throw new IsaaException("broken", "It broke."), "failing");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_listener_is_told_of_the_start_each_node_and_the_end()
    {
        var events = new ConcurrentQueue<ChainEvent>();
        var options = new ChainRunOptions
        {
            OnEvent = one =>
            {
                events.Enqueue(one);
                return ValueTask.CompletedTask;
            },
        };
        await (A >> B).RunAsync("x", options, Cancellation);
        Assert.Equal(
            ["chain_start chain running", "task_start a running", "task_complete a completed", "task_start b running", "task_complete b completed", "chain_end chain completed"],
            events.Select(e => $"{e.Type} {e.Node} {e.Status}"));
        Assert.Equal(2, events.First().Tasks);
        Assert.Equal("b(a(x))", events.Last().Value!.Value.GetString());
    }

    [Fact]
    public async Task A_failure_is_told_where_it_happens_and_at_the_end_only_when_nothing_takes_over()
    {
        var guarded = await (A >> Failing | B).StreamAsync("x", cancellationToken: Cancellation).ToListAsync(Cancellation);
        Assert.Equal(
            ["chain_start ", "task_start 1/try1/1", "task_complete 1/try1/1", "task_start 1/try1/2", "task_error 1/try1/2", "task_start 1/try2", "task_complete 1/try2", "chain_end "],
            guarded.Select(e => $"{e.Type} {e.Path}"));

        var events = new List<ChainEvent>();
        await Assert.ThrowsAsync<ChainException>(async () =>
        {
            await foreach (var one in (A >> Failing).StreamAsync("x", cancellationToken: Cancellation))
            {
                events.Add(one);
            }
        });
        Assert.Equal(("chain_end", "failed", "broken"), (events[^1].Type, events[^1].Status, events[^1].ErrorCode));
    }

    [Fact]
    public async Task Leaving_the_stream_ends_the_run()
    {
        var stopped = new TaskCompletionSource();
        var slow = new FakeAgent("slow", async (_, token) =>
        {
            token.Register(stopped.SetResult);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            return "never";
        });
        await foreach (var one in Agent(slow).StreamAsync("x", cancellationToken: Cancellation))
        {
            if (one.Type == ChainEvents.TaskStart)
            {
                break;
            }
        }

        await stopped.Task;
    }

    [Fact]
    public void Events_survive_the_event_log()
    {
        var given = new ChainEvent { Type = ChainEvents.TaskError, Node = "n", Kind = "agent", Path = "1", Status = "failed", At = DateTimeOffset.UnixEpoch, ErrorCode = "c", Error = "m", Milliseconds = 3 };
        Assert.Equal(given, ChainEvents.Read(given.Type, ChainEvents.Write(given)));
        Assert.Null(ChainEvents.Read("agent.text", "{}"u8));
    }
}
