using System.Text.Json;
using Isaa.Agents;
using Isaa.Jobs.Steps;
using Isaa.Models;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;
using Isaa.Tests.Agents.Support;
using Isaa.Tools.Stored;
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
        Assert.Equal("getUserCount", client.Calls[0].Options.Tools![0].Name);
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
            Functions = [new StoredTool { Name = "f", Version = 2, Hash = "h" }],
            Session = "s",
            Folder = "/f",
            Fallbacks = ["p/n"],
            Limits = new AgentLimits { Time = TimeSpan.FromMinutes(1), Usd = 0.5m },
            OutputSchema = JsonElement.Parse("""{"type":"object"}"""),
        };

        var read = JsonSerializer.Deserialize(JsonSerializer.Serialize(job, Isaa.Agents.Runs.RunJson.Default.AgentRunJob), Isaa.Agents.Runs.RunJson.Default.AgentRunJob)!;

        Assert.Equal(job with { OutputSchema = null, Functions = [], Fallbacks = [] }, read with { OutputSchema = null, Functions = [], Fallbacks = [] });
        Assert.Equal(job.Functions, read.Functions);
        Assert.Equal(job.Fallbacks, read.Fallbacks);
        Assert.True(JsonElement.DeepEquals(job.OutputSchema.Value, read.OutputSchema!.Value));
    }
}
