using System.Text.Json;
using Isaa.Agents;
using Isaa.Agents.Sessions;
using Isaa.Jobs.Steps;
using Isaa.Models;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Agents.Runs;

public sealed class AgentRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_calls_its_tools_and_answers()
    {
        var client = new FakeChatClient().ThenCall(("c1", "add", new { a = 2, b = 3 })).ThenText("It is 5.");
        await using var bed = new AgentBed(client, [AgentBed.Tool((int a, int b) => a + b, "add")]);

        var result = await bed.RunAsync("What is 2 + 3?");

        Assert.Equal(AgentRunStatus.Completed, result.Status);
        Assert.Equal("It is 5.", result.Text);
        Assert.Equal((2, 1), (result.Turns, result.ToolCalls));
        Assert.Equal(new TokenUsage { Input = 20, Output = 10 }, result.Usage);
        Assert.Equal(40 / 1_000_000m, result.CostUsd);
        Assert.Equal("5", Assert.Single(client.Calls[1].Results).Result);
    }

    [Fact]
    public async Task Calls_of_one_turn_run_side_by_side_and_their_results_stand_in_order()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var client = new FakeChatClient().ThenCall(("c1", "wait", new { }), ("c2", "release", new { })).ThenText("done");
        await using var bed = new AgentBed(client,
        [
            AgentBed.Tool(async () => { second.SetResult(); await first.Task; return "one"; }, "wait"),
            AgentBed.Tool(async () => { await second.Task; first.SetResult(); return "two"; }, "release"),
        ]);

        await bed.RunAsync();

        Assert.Equal([("c1", "one"), ("c2", "two")], client.Calls[1].Results.Select(r => (r.CallId, (string)r.Result!)));
    }

    [Fact]
    public async Task Every_call_of_a_foolish_model_gets_exactly_one_result()
    {
        var client = new FakeChatClient()
            .Then((_, _) => FakeChatClient.Stream(
                [
                    new FunctionCallContent("same", "read_flie", new Dictionary<string, object?>()),
                    new FunctionCallContent("same", "read_file", new Dictionary<string, object?> { ["path"] = "a" }),
                    new FunctionCallContent("", "read_file", new Dictionary<string, object?> { ["path"] = "b" }),
                    ToolCallText.WithInvalidArguments("odd", "read_file", "{\"path\": "),
                    new FunctionCallContent("x", "bad name!", null),
                ],
                "tool_calls"))
            .ThenText("done");
        await using var bed = new AgentBed(client, [AgentBed.Tool((string path) => $"content of {path}", "read_file")]);

        var result = await bed.RunAsync();

        var (asked, answered) = (client.Calls[1].Messages.SelectMany(m => m.Contents).OfType<FunctionCallContent>().ToList(), client.Calls[1].Results.ToList());
        Assert.Equal(AgentRunStatus.Completed, result.Status);
        Assert.Equal(asked.Select(c => c.CallId), answered.Select(r => r.CallId));
        Assert.Equal(5, answered.Select(r => r.CallId).Distinct().Count());
        Assert.Contains("read_file", (string)answered[0].Result!, StringComparison.Ordinal);
        Assert.Equal("content of a", answered[1].Result);
        Assert.Equal("content of b", answered[2].Result);
        Assert.Contains("not a JSON object", (string)answered[3].Result!, StringComparison.Ordinal);
        Assert.Equal([ToolCallText.ErrorOutcome, null, null, ToolCallText.ErrorOutcome, ToolCallText.ErrorOutcome], answered.Select(ToolCallText.FindOutcome));
    }

    [Fact]
    public async Task A_tool_that_throws_is_a_result_the_model_can_read()
    {
        var client = new FakeChatClient().ThenCall(("c1", "boom", new { })).ThenText("It failed.");
        await using var bed = new AgentBed(client, [AgentBed.Tool(string () => throw new Isaa.Diagnostics.IsaaException("no_luck", "There is no luck here."), "boom")]);

        var result = await bed.RunAsync();

        Assert.Equal(AgentRunStatus.Completed, result.Status);
        Assert.Contains("There is no luck here.", (string)Assert.Single(client.Calls[1].Results).Result!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_equal_calls_are_not_run_thrice_and_a_fourth_ends_the_run()
    {
        var runs = 0;
        var client = new FakeChatClient { Otherwise = FakeChatClient.Ask(("c", "look", new { at = 1 })) };
        await using var bed = new AgentBed(client, [AgentBed.Tool((int at) => ++runs, "look")]);

        var result = await bed.RunAsync();

        Assert.Equal((AgentRunStatus.Failed, "loop_detected"), (result.Status, result.Error?.Code));
        Assert.Equal(2, runs);
        Assert.Equal(4, client.Calls.Count);
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
    public async Task A_service_that_is_down_costs_an_attempt_and_the_run_goes_on_at_the_same_turn()
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
    public async Task A_service_that_stays_down_fails_the_run_with_what_there_is()
    {
        var client = new FakeChatClient { Otherwise = (_, _) => throw new ModelException("model_unavailable", "The service is down.", isTransient: true) };
        await using var bed = new AgentBed(client);

        var result = await bed.RunAsync();

        Assert.Equal((AgentRunStatus.Failed, "model_unavailable", 0), (result.Status, result.Error?.Code, result.Turns));
        Assert.Equal(3, client.Calls.Count);
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

    [Fact]
    public async Task Events_tell_the_whole_run_in_order()
    {
        var client = new FakeChatClient().ThenCall(("c1", "add", new { a = 1, b = 1 })).ThenText("2");
        await using var bed = new AgentBed(client, [AgentBed.Tool((int a, int b) => a + b, "add")]);
        var run = await bed.Runner.EnqueueAsync("self", "go", null, Cancellation);

        await bed.WaitAsync(run);

        var events = await bed.EventsAsync(run);
        Assert.Equal(
            ["RunStarted", "TurnStarted", "TurnCompleted", "ToolStarted", "ToolCompleted", "TurnStarted", "TextDelta", "TurnCompleted", "Answer"],
            events.Select(e => e.GetType().Name));
        Assert.Equal("""{"a":1,"b":1}""", events.OfType<AgentEvent.ToolStarted>().Single().Arguments);
        Assert.Equal("2", events.OfType<AgentEvent.Answer>().Single().Result.Text);
    }

    [Fact]
    public async Task Text_is_seen_while_the_model_still_writes()
    {
        var seen = new TaskCompletionSource();
        var client = new FakeChatClient().Then((_, token) => Slowly(seen.Task, token));
        await using var bed = new AgentBed(client, options: new AgentOptions { EventInterval = TimeSpan.FromMilliseconds(1) });
        bed.StartWorker();
        var agent = await bed.Agents.GetAsync("self", cancellationToken: Cancellation);

        await foreach (var one in agent.StreamAsync("go", cancellationToken: Cancellation))
        {
            if (one is AgentEvent.TextDelta { Delta: "begin" })
            {
                seen.SetResult();
            }
        }

        Assert.True(seen.Task.IsCompleted);

        static async IAsyncEnumerable<ChatResponseUpdate> Slowly(Task until, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "begin");
            await until.WaitAsync(token);
            yield return new ChatResponseUpdate(ChatRole.Assistant, " end");
        }
    }

    [Fact]
    public async Task Sampling_is_sent_and_what_changes_nothing_is_not()
    {
        var client = new FakeChatClient().ThenText("a");
        await using var bed = new AgentBed(client);

        await bed.RunAsync();

        var options = client.Calls[0].Options;
        Assert.Equal(0.7f, options.Temperature);
        Assert.Null(options.TopP);
        Assert.Null(options.FrequencyPenalty);
        Assert.Null(options.Tools);
    }

    [Fact]
    public async Task A_wrong_tool_name_in_the_definition_is_refused_with_the_nearest()
    {
        await using var bed = new AgentBed(new FakeChatClient(), [AgentBed.Tool(() => "x", "read_file")]);

        var error = await Assert.ThrowsAsync<Isaa.Diagnostics.IsaaException>(
            () => bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("a").WithTools("raed_file"), cancellationToken: Cancellation));

        Assert.Equal("tool_unknown", error.Code);
        Assert.Contains("read_file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Methods_of_the_program_become_tools()
    {
        var client = new FakeChatClient().ThenCall(("c", "getUserCount", new { })).ThenText("There are 1337 users.");
        await using var bed = new AgentBed(client);
        var builder = FlowAgents.CreateBuilder("db_agent").AddTool(() => Task.FromResult(1337), "getUserCount", "Fetches the total number of users.", StepKind.Repeatable);
        bed.StartWorker();
        var agent = await bed.Agents.RegisterAsync(builder, cancellationToken: Cancellation);

        var result = await agent.RunAsync("How many users are in the system?", cancellationToken: Cancellation);

        Assert.Equal("There are 1337 users.", result.Text);
        Assert.Equal("1337", client.Calls[1].Results.Single().Result);
        Assert.Equal("getUserCount", Assert.Single(client.Calls[0].Options.Tools!).Name);
    }

    [Fact]
    public async Task An_empty_input_is_refused()
    {
        await using var bed = new AgentBed(new FakeChatClient());

        Assert.Equal("input_empty", (await Assert.ThrowsAsync<Isaa.Diagnostics.IsaaException>(() => bed.RunAsync(" "))).Code);
    }

    [Fact]
    public async Task A_run_is_bound_to_the_version_of_the_moment_it_was_added()
    {
        var client = new FakeChatClient().ThenText("a");
        await using var bed = new AgentBed(client);
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("x").WithSystemMessage("First prompt."), cancellationToken: Cancellation);
        var run = await bed.Runner.EnqueueAsync("x", "go", null, Cancellation);
        await bed.Agents.RegisterAsync(FlowAgents.CreateBuilder("x").WithSystemMessage("Second prompt."), cancellationToken: Cancellation);

        var result = await bed.WaitAsync(run);

        Assert.Equal(1, result.Version);
        Assert.StartsWith("First prompt.", client.Calls[0].Messages[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_arguments_of_a_run_survive_json()
    {
        var job = new AgentRunJob
        {
            Agent = "a",
            Version = 3,
            Input = "i",
            Model = "p/m",
            Session = "s",
            Folder = "/f",
            Limits = new AgentLimits { Time = TimeSpan.FromMinutes(1), Usd = 0.5m },
            OutputSchema = JsonElement.Parse("""{"type":"object"}"""),
        };

        var read = JsonSerializer.Deserialize(JsonSerializer.Serialize(job, Isaa.Agents.Runs.RunJson.Default.AgentRunJob), Isaa.Agents.Runs.RunJson.Default.AgentRunJob)!;

        Assert.Equal(job with { OutputSchema = null }, read with { OutputSchema = null });
        Assert.True(JsonElement.DeepEquals(job.OutputSchema.Value, read.OutputSchema!.Value));
    }
}
