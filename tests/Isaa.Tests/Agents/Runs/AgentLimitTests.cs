using Isaa.Agents;
using Isaa.Agents.Sessions;
using Isaa.Models;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Agents.Runs;

public sealed class AgentLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Equal_calls_are_run_twice_and_a_model_that_goes_on_with_them_ends_its_run()
    {
        var runs = 0;
        var client = new FakeChatClient { Otherwise = FakeChatClient.Ask(("c", "look", new { at = 1 })) };
        await using var bed = new AgentBed(client, [AgentBed.Tool((int at) => ++runs, "look")]);

        var result = await bed.RunAsync();

        Assert.Equal((AgentRunStatus.Failed, "loop_detected"), (result.Status, result.Error?.Code));
        Assert.Equal(2, runs);
        Assert.Equal(6, client.Calls.Count);
        Assert.Null(client.Calls[5].Options.Tools);
        Assert.StartsWith("not run:", (string)client.Calls[3].Results.Last().Result!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_without_an_end_stops_at_its_turns_with_what_it_has()
    {
        var n = 0;
        var client = new FakeChatClient
        {
            Otherwise = (_, _) => FakeChatClient.Stream(
                [new TextContent($"step {++n}"), new FunctionCallContent("c", "look", new Dictionary<string, object?> { ["at"] = n })], "tool_calls"),
        };
        await using var bed = new AgentBed(client, [AgentBed.Tool((int at) => at, "look")]);

        var result = await bed.RunAsync(options: new AgentRunOptions { Limits = new AgentLimits { Turns = 6 } });

        Assert.Equal((AgentRunStatus.Failed, "limit_turns"), (result.Status, result.Error?.Code));
        Assert.Equal((6, "step 6"), (result.Turns, result.Text));
        Assert.Equal(6, client.Calls.Count);
    }

    [Fact]
    public async Task A_tool_call_beyond_the_limit_is_not_made()
    {
        var runs = 0;
        var client = new FakeChatClient().ThenCall(("a", "look", new { at = 1 }), ("b", "look", new { at = 2 }), ("c", "look", new { at = 3 }));
        await using var bed = new AgentBed(client, [AgentBed.Tool((int at) => Interlocked.Increment(ref runs), "look")]);

        var result = await bed.RunAsync(options: new AgentRunOptions { Limits = new AgentLimits { ToolCalls = 2 } });

        Assert.Equal("limit_tool_calls", result.Error?.Code);
        Assert.Equal(2, runs);
        Assert.Equal(3, (await bed.MessagesAsync(result.Session)).Count(m => m.Role == SessionRole.Tool));
    }

    [Fact]
    public async Task Tokens_that_are_used_up_end_the_run_before_the_next_call()
    {
        var client = new FakeChatClient().ThenCall(("c", "look", new { }));
        await using var bed = new AgentBed(client, [AgentBed.Tool(() => "x", "look")]);

        var result = await bed.RunAsync(options: new AgentRunOptions { Limits = new AgentLimits { OutputTokens = 20 } });

        Assert.Equal("limit_tokens", result.Error?.Code);
        Assert.Equal(20, client.Calls[0].Options.MaxOutputTokens);
        Assert.Single(client.Calls);
    }

    [Fact]
    public async Task Money_cannot_be_limited_where_the_price_is_not_known()
    {
        var client = new FakeChatClient();
        await using var bed = new AgentBed(client, model: m => m with { Price = null });

        var result = await bed.RunAsync(options: new AgentRunOptions { Limits = new AgentLimits { Usd = 1 } });

        Assert.Equal((AgentRunStatus.Failed, "price_unknown"), (result.Status, result.Error?.Code));
        Assert.Empty(client.Calls);
    }

    [Fact]
    public async Task A_cut_answer_is_continued_and_joined()
    {
        var client = new FakeChatClient().ThenText("The first half, ", "length").ThenText("and the second.");
        await using var bed = new AgentBed(client);

        Assert.Equal("The first half, and the second.", (await bed.RunAsync()).Text);
    }

    [Fact]
    public async Task A_service_that_is_down_costs_no_attempt_and_the_run_goes_on_at_the_same_turn()
    {
        var runs = 0;
        var client = new FakeChatClient()
            .ThenCall(("c", "look", new { }))
            .ThenThrow(new ModelException("model_unavailable", "The service is down.", isTransient: true))
            .ThenText("done");
        await using var bed = new AgentBed(client, [AgentBed.Tool(() => ++runs, "look")]);

        var result = await bed.RunAsync();

        Assert.Equal(("done", 2, 1), (result.Text, result.Turns, runs));
        Assert.Equal(3, client.Calls.Count);
        Assert.Equal(client.Calls[1].Said, client.Calls[2].Said);
    }

    [Fact]
    public async Task A_service_that_is_down_longer_than_the_patience_fails_the_run_with_what_there_is()
    {
        var client = new FakeChatClient { Otherwise = (_, _) => throw new ModelException("model_unavailable", "The service is down.", isTransient: true) };
        await using var bed = new AgentBed(client, options: new AgentOptions { ModelPatience = TimeSpan.Zero });

        var result = await bed.RunAsync();

        Assert.Equal((AgentRunStatus.Failed, "model_unavailable", 0), (result.Status, result.Error?.Code, result.Turns));
        Assert.Single(client.Calls);
        Assert.Null((await bed.Sessions.FindAsync("default", result.Session, Cancellation))!.OpenRun);
    }

    [Fact]
    public async Task A_refusal_of_the_service_is_final()
    {
        var client = new FakeChatClient { Otherwise = (_, _) => throw new ModelException("model_auth", "The key is not valid.", isTransient: false) };
        await using var bed = new AgentBed(client);

        Assert.Equal("model_auth", (await bed.RunAsync()).Error?.Code);
        Assert.Single(client.Calls);
    }
}
