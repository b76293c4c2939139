using Isaa.Agents;
using Isaa.Agents.Settings;
using Isaa.Agents.Usage;
using Isaa.Models;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;
using Isaa.Tests.Support;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Agents.Runs;

public sealed class AgentBudgetTests
{
    private static readonly ModelPrice Price = new() { InputPerMillion = 0, OutputPerMillion = 4000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_call_is_counted_once_for_run_session_agent_and_day()
    {
        var client = new FakeChatClient().ThenCall(("1", "look", new { })).ThenText("done").ThenText("again");
        await using var bed = Bed(client);

        var first = await bed.RunAsync(options: new AgentRunOptions { Session = "s" });
        await bed.RunAsync(options: new AgentRunOptions { Session = "s" });

        var store = bed.Get<IUsageStore>();
        var all = (await store.SumAsync(new UsageQuery { Tenant = "default", Session = "s" }, UsageGrouping.None, Cancellation))[0];
        Assert.Equal((3, 30, 15), (all.Calls, all.Usage.Input, all.Usage.Output));
        Assert.Equal(3 * Price.Cost(10, 5), all.CostUsd);
        var runs = await store.SumAsync(new UsageQuery { Tenant = "default" }, UsageGrouping.Run, Cancellation);
        Assert.Equal([first.CostUsd!.Value, Price.Cost(10, 5)], runs.Select(r => r.CostUsd));
        Assert.Equal("fake/model", Assert.Single(await store.SumAsync(new UsageQuery { Tenant = "default" }, UsageGrouping.Model, Cancellation)).Key);
    }

    [Theory]
    [InlineData("session", "Session 's'")]
    [InlineData("agent", "Agent 'a' today")]
    [InlineData("tenant", "Tenant 'default' today")]
    public async Task A_budget_that_is_used_up_ends_the_run_before_the_next_call_and_keeps_what_there_is(string whose, string said)
    {
        var client = new FakeChatClient().Then((_, _) => FakeChatClient.Stream([new TextContent("so far"), new FunctionCallContent("1", "look")], "tool_calls", output: 5000));
        await using var bed = Bed(client, new AgentOptions { TenantDayUsd = whose == "tenant" ? 20 : null });
        var budget = new AgentBudget { SessionUsd = whose == "session" ? 20 : null, DayTokens = whose == "agent" ? 5000 : null };
        await bed.Registry.RegisterAsync(new AgentDefinition { Name = "a", Budget = budget }, cancellationToken: Cancellation);

        var result = await bed.RunAsync(agent: "a", options: new AgentRunOptions { Session = "s" });

        Assert.Single(client.Calls);
        Assert.Equal("so far", result.Text);
        Assert.Equal((AgentRunStatus.Failed, "budget_exceeded"), (result.Status, result.Error!.Code));
        Assert.Contains(said, result.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_day_that_has_passed_gives_the_agent_its_budget_back()
    {
        var time = new ManualTime();
        var client = new FakeChatClient().ThenText("one").ThenText("two");
        await using var bed = Bed(client, new AgentOptions { TenantDayUsd = 0.02m }, time);

        Assert.Equal(AgentRunStatus.Completed, (await bed.RunAsync()).Status);
        Assert.Equal("budget_exceeded", (await bed.RunAsync()).Error!.Code);
        await bed.StopWorkersAsync();
        time.Advance(TimeSpan.FromDays(1));

        Assert.Equal("two", (await bed.RunAsync()).Text);
    }

    private static AgentBed Bed(FakeChatClient client, AgentOptions? options = null, TimeProvider? time = null) =>
        new(client, [AgentBed.Tool(() => "seen", "look")], options, time, model => model with { Price = Price });
}
