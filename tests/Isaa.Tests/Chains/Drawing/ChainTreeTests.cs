using Isaa.Chains;
using Isaa.Chains.Drawing;
using Isaa.Chains.Text;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Chains;
using Isaa.Protocol.Events;
using Isaa.Tests.Chains.Support;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains.Drawing;

public sealed class ChainTreeTests
{
    [Fact]
    public void The_seeds_example_is_a_tree_of_what_will_run()
    {
        var chain = ChainText.Parse("""
            model:PersonData(name: str, interests: list[str])
            model:Analysis(summary: str)
            extractor >> CF(PersonData) - "interests[n]" >> (analyzer + reporter) >> CF(Analysis) | "Fallback response"
            """);
        var output = new StringWriter();
        chain.PrintGraph(output);
        Assert.Equal(
            """
            first that does not fail
            ├─ try: in turn
            │  ├─ extractor
            │  ├─ CF(PersonData) - "interests[n]"
            │  ├─ for each
            │  │  └─ at once
            │  │     ├─ analyzer
            │  │     └─ reporter
            │  └─ CF(Analysis)
            └─ or: "Fallback response"

            """,
            output.ToString());
    }

    [Fact]
    public void Ways_branches_loops_and_waits_have_their_words()
    {
        var chain = ChainText.Parse("""
            a("tone") >> IS(level == "high") >> fn:escalate % (quick=tool:answer(k=1) + b) >> repeat(c, until IS(ok), max 3) >> approval(send, timeout 2h)
            """, "support");
        Assert.Equal(
            """
            chain support
            in turn
            ├─ a("tone")
            ├─ IS(level == "high")
            │  ├─ yes: fn:escalate
            │  └─ no: at once
            │     ├─ quick: tool:answer(k=1)
            │     └─ b
            ├─ until IS(ok), at most 3 times
            │  └─ c
            └─ approval(send, timeout 2h)

            """,
            ChainTree.Write(ChainGraphs.Of(chain)));
    }

    [Fact]
    public async Task A_finished_run_shows_what_happened_at_each_node()
    {
        var list = Agent(FakeAgent.Structured("lister", new { tasks = (string[])["x", "y", "z"] }));
        var each = Agent(new FakeAgent("worker", call => call.Input == "y" ? throw new InvalidOperationException("no y") : call.Input));
        var events = new List<ChainEvent>();
        var run = list >> CF("""{"type":"object","title":"T","properties":{"tasks":{"type":"array"}}}""") - "tasks[n]" >> (each | Agent(new FakeAgent("helper")));
        await run.RunAsync("go", new ChainRunOptions { MaxParallel = 1, OnEvent = one => { events.Add(one); return ValueTask.CompletedTask; } }, TestContext.Current.CancellationToken);

        var graph = ChainGraphs.WithRun(ChainGraphs.Of(run), events);
        var (worker, helper) = (Find(graph.Root, "worker"), Find(graph.Root, "helper"));
        Assert.Equal((2, 1, 0, ChainNodeRun.Failed), (worker.Run!.Succeeded, worker.Run.Failures, worker.Run.Active, worker.Run.State));
        Assert.Equal((1, 0, ChainNodeRun.Completed), (helper.Run!.Succeeded, helper.Run.Failures, helper.Run.State));
        Assert.Equal(ChainNodeRun.Completed, graph.Root.Run!.State);
        Assert.Matches("try: worker +✗ failed  2 done, 1 failed", ChainTree.Write(graph));
    }

    [Fact]
    public void A_run_at_work_shows_where_it_is_and_what_it_cost_so_far()
    {
        var chain = ChainText.Parse("a >> b + c >> d");
        var graph = ChainGraphs.WithRun(ChainGraphs.Of(chain),
        [
            Event(ChainEvents.ChainStart, ""),
            Event(ChainEvents.TaskStart, "1"),
            Event(ChainEvents.TaskComplete, "1") with { Milliseconds = 1500, Usage = new TokenUsage { Input = 1200, Output = 34 }, CostUsd = 0.0123m },
            Event(ChainEvents.TaskStart, "2/b"),
            Event(ChainEvents.TaskStart, "2/c"),
            Event(ChainEvents.TaskError, "2/c") with { Error = "broke\u001b[31m\nmore" },
        ]);
        Assert.Equal(
            """
            in turn     ▸ running  1.5 s  1,234 tokens  $0.0123
            ├─ a        ✓ completed  1.5 s  1,234 tokens  $0.0123
            ├─ at once  ▸ running
            │  ├─ b     ▸ running
            │  └─ c     ✗ failed  broke [31m
            └─ d        · pending

            """,
            ChainTree.Write(graph));
    }

    [Fact]
    public void Nodes_that_a_finished_run_never_reached_are_skipped_and_a_new_start_forgets_who_was_at_work()
    {
        var chain = ChainText.Parse("a >> b");
        ChainEvent[] begun = [Event(ChainEvents.ChainStart, ""), Event(ChainEvents.TaskStart, "1")];
        var again = ChainGraphs.WithRun(ChainGraphs.Of(chain), [.. begun, Event(ChainEvents.ChainStart, "")]);
        Assert.Equal(ChainNodeRun.Pending, Find(again.Root, "a").Run!.State);
        var ended = ChainGraphs.WithRun(ChainGraphs.Of(chain), [.. begun, Event(ChainEvents.TaskError, "1"), Event(ChainEvents.ChainEnd, "")]);
        Assert.Equal((ChainNodeRun.Failed, ChainNodeRun.Skipped), (Find(ended.Root, "a").Run!.State, Find(ended.Root, "b").Run!.State));
    }

    [Fact]
    public void A_condition_or_a_loop_that_failed_is_drawn_failed_with_its_error()
    {
        var graph = ChainGraphs.Of(ChainText.Parse("a >> IS(level == high) >> b % c"));
        var drawn = ChainGraphs.WithRun(graph,
        [
            Event(ChainEvents.ChainStart, ""),
            Event(ChainEvents.TaskComplete, "1"),
            Event(ChainEvents.ChainEnd, "") with { FailedAt = "2", Error = "no object" },
        ]);
        Assert.Equal(
            """
            in turn                 ✗ failed
            ├─ a                    ✓ completed
            └─ IS(level == "high")  ✗ failed  no object
               ├─ yes: b            – skipped
               └─ no: c             – skipped

            """,
            ChainTree.Write(drawn));
    }

    private static ChainEvent Event(string type, string path) => new() { Type = type, Node = path, Kind = "agent", Path = path, Status = "", At = DateTimeOffset.UnixEpoch };

    private static ChainGraphNode Find(ChainGraphNode node, string label) => All(node).Single(n => n.Label == label);

    private static IEnumerable<ChainGraphNode> All(ChainGraphNode node) => node.Children.SelectMany(All).Prepend(node);
}
