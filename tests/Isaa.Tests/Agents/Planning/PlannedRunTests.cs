using Isaa.Agents;
using Isaa.Agents.Settings;
using Isaa.Jobs.Steps;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Agents.Plans;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Agents.Planning;

public sealed class PlannedRunTests
{
    private static readonly object TwoSteps = new
    {
        goal = "sum the file",
        criteria = new[] { "the sum was computed by a tool" },
        steps = new object[] { new { title = "read", criterion = "numbers are known" }, "add up" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_plan_is_worked_off_step_by_step_with_evidence_and_checked_before_the_end()
    {
        var client = new FakeChatClient()
            .ThenCall(("p", "plan", TwoSteps))
            .ThenCall(("w", "work", new { }), ("f1", "finish_step", new { step = 1, outcome = "done", evidence = "1, 2" }))
            .ThenCall(("f2", "finish_step", new { step = 2, outcome = "done", evidence = "3" }))
            .ThenCall(("c", "check_result", new { checks = new[] { new { criterion = 1, passed = true, evidence = "work said so" } } }))
            .ThenText("The sum is 3.");
        await using var bed = Bed(client);
        var run = await bed.Runner.EnqueueAsync("self", "sum", null, Cancellation);

        var result = await bed.WaitAsync(run);

        Assert.Equal((AgentRunStatus.Completed, "The sum is 3."), (result.Status, result.Text));
        Assert.Equal(ValidationState.Passed, result.Plan!.Validation);
        Assert.Equal([("read", "1, 2"), ("add up", "3")], result.Plan.Steps.Select(s => (s.Title, s.Evidence)));
        Assert.Contains("[x] 1. read (good when: numbers are known) - 1, 2\n[ ] 2. add up", client.Calls[2].Said.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(4, (await bed.EventsAsync(run)).OfType<AgentEvent.PlanChanged>().Count());
    }

    [Fact]
    public async Task What_stands_from_turn_to_turn_comes_first_so_that_a_provider_may_cache_it()
    {
        var client = new FakeChatClient().ThenCall(("p", "plan", TwoSteps)).ThenCall(("w", "work", new { })).ThenText("1").ThenText("2").ThenText("3");
        await using var bed = Bed(client);

        await bed.RunAsync();

        var (second, third) = (client.Calls[1].Messages, client.Calls[2].Messages);
        Assert.Equal(ChatRole.System, second[^1].Role);
        Assert.Equal(second.SkipLast(1).Select(m => (m.Role, m.Text)), third.Take(second.Count - 1).Select(m => (m.Role, m.Text)));
    }

    [Fact]
    public async Task An_answer_before_the_work_is_done_is_sent_back_and_then_taken_with_what_is_missing()
    {
        var client = new FakeChatClient { Otherwise = FakeChatClient.Say("done!") }.ThenCall(("p", "plan", TwoSteps));
        await using var bed = Bed(client);
        var run = await bed.Runner.EnqueueAsync("self", "sum", null, Cancellation);

        var result = await bed.WaitAsync(run);

        Assert.Equal((AgentRunStatus.Completed, 4), (result.Status, result.Turns));
        Assert.Equal(ValidationState.Pending, result.Plan!.Validation);
        Assert.Contains("1 (read), 2 (add up)", client.Calls[2].Messages[^1].Text, StringComparison.Ordinal);
        Assert.Contains("something is missing", (await bed.EventsAsync(run)).OfType<AgentEvent.Warning>().Last().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strict_agent_fails_when_its_work_was_not_shown_to_be_good()
    {
        var client = new FakeChatClient { Otherwise = FakeChatClient.Say("done!") }
            .ThenCall(("p", "plan", TwoSteps))
            .ThenCall(("1", "finish_step", new { step = 1, outcome = "done", evidence = "x" }), ("2", "finish_step", new { step = 2, outcome = "skipped", evidence = "no need" }))
            .ThenCall(("c", "check_result", new { checks = new[] { new { criterion = 1, passed = false } } }));
        await using var bed = Bed(client);

        var result = await bed.RunAsync(agent: await AgentAsync(bed, new AgentReasoning { Validation = ValidationLevel.Strict }));

        Assert.Equal((AgentRunStatus.Failed, "validation_failed"), (result.Status, result.Error?.Code));
        Assert.Equal(ValidationState.Failed, result.Plan!.Validation);
        Assert.StartsWith("done!", result.Text, StringComparison.Ordinal);
        Assert.Contains("- add up (no need)", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_plan_keeps_what_is_done_and_the_criteria_and_is_made_only_so_often()
    {
        var again = new { goal = "other way", criteria = new[] { "anything goes" }, steps = new[] { "guess" } };
        var client = new FakeChatClient { Otherwise = FakeChatClient.Say("done") }
            .ThenCall(("p", "plan", TwoSteps))
            .ThenCall(("f", "finish_step", new { step = 1, outcome = "done", evidence = "x" }))
            .ThenCall(("p2", "plan", again))
            .ThenCall(("p3", "plan", again));
        await using var bed = Bed(client);

        var result = await bed.RunAsync(agent: await AgentAsync(bed, new AgentReasoning { MaxReplans = 1 }));

        Assert.Equal(["read", "guess"], result.Plan!.Steps.Select(s => s.Title));
        Assert.Equal(["the sum was computed by a tool"], result.Plan.Criteria.Select(c => c.Criterion));
        Assert.Equal(2, result.Plan.Edition);
        Assert.Contains("as often as allowed", (string)client.Calls[4].Results.Last().Result!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_always_plans_is_told_to_when_it_does_not()
    {
        var client = new FakeChatClient()
            .ThenText("42")
            .ThenCall(("p", "plan", new { goal = "g", steps = new[] { "say it" } }), ("f", "finish_step", new { step = 1, outcome = "done", evidence = "said" }))
            .ThenText("42");
        await using var bed = new AgentBed(client);

        var result = await bed.RunAsync(agent: await AgentAsync(bed, new AgentReasoning { Mode = ReasoningMode.Planned }));

        Assert.Equal((AgentRunStatus.Completed, 3), (result.Status, result.Turns));
        Assert.Contains("Begin with a plan", client.Calls[1].Messages[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_of_one_step_is_answered_at_once()
    {
        await using var bed = Bed(new FakeChatClient().ThenText("Paris"));

        var result = await bed.RunAsync();

        Assert.Equal(("Paris", 1, null), (result.Text, result.Turns, result.Plan));
    }

    [Fact]
    public async Task Who_goes_round_in_circles_loses_first_the_step_then_the_plan_and_then_the_tools()
    {
        var plan = new { goal = "g", steps = new[] { "a", "b", "c" } };
        var client = new FakeChatClient { Otherwise = (asked, token) => asked.Options.Tools is null ? FakeChatClient.Say("as far as I came")(asked, token) : FakeChatClient.Ask(("x", "work", new { }))(asked, token) }
            .ThenCall(("p", "plan", plan));
        await using var bed = Bed(client);

        var result = await bed.RunAsync(agent: await AgentAsync(bed, new AgentReasoning { MaxRecoveries = 5 }));

        Assert.Equal((AgentRunStatus.Failed, "loop_detected"), (result.Status, result.Error?.Code));
        Assert.Equal([PlanStepState.Failed, PlanStepState.Skipped, PlanStepState.Skipped], result.Plan!.Steps.Select(s => s.State));
        Assert.StartsWith("as far as I came", result.Text, StringComparison.Ordinal);
        Assert.Contains("Step 1 (a) is given up", string.Join('\n', client.Calls.Select(c => c.Said)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_calls_all_fail_turn_after_turn_is_told_so()
    {
        var n = 0;
        var client = new FakeChatClient { Otherwise = (asked, token) => FakeChatClient.Ask(("x", "missing", new { n = n++ }))(asked, token) };
        await using var bed = Bed(client);

        var result = await bed.RunAsync();

        Assert.Equal((AgentRunStatus.Failed, "loop_detected"), (result.Status, result.Error?.Code));
        Assert.Equal(10, result.Turns);
        Assert.Contains("Every call of the last 3 turns failed.", client.Calls[3].Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_at_its_limit_says_what_is_done_and_what_is_not()
    {
        var client = new FakeChatClient()
            .ThenCall(("p", "plan", TwoSteps))
            .ThenCall(("f", "finish_step", new { step = 1, outcome = "done", evidence = "1, 2" }), ("n", "note", new { text = "the file is odd" }))
            .ThenCall(("w", "work", new { }));
        await using var bed = Bed(client);

        var result = await bed.RunAsync(options: new AgentRunOptions { Limits = new AgentLimits { Turns = 3 } });

        Assert.Equal("limit_turns", result.Error?.Code);
        Assert.Equal("Done:\n- read (1, 2)\nNot done:\n- add up\nFound:\n- the file is odd", result.Text.ReplaceLineEndings("\n"));
        Assert.Contains("This is your last turn", client.Calls[2].Said, StringComparison.Ordinal);
    }

    private static AgentBed Bed(FakeChatClient client) => new(client, [AgentBed.Tool(() => "ok", "work", StepKind.Repeatable)]);

    private static async Task<string> AgentAsync(AgentBed bed, AgentReasoning reasoning)
    {
        var saved = await bed.Registry.RegisterAsync(new AgentDefinition { Name = "thinker", Reasoning = reasoning }, "default", Cancellation);
        return saved.Name;
    }
}
