using System.Text.Json;
using Isaa.EndToEnd.Tests.Support;
using Isaa.Protocol.Events;

namespace Isaa.EndToEnd.Tests.Runs;

/// <summary>The whole loop, from the command line over real HTTP to a model server that nobody here wrote.</summary>
public sealed class ModelServiceTests : IDisposable
{
    private const string Fixtures = """
        {"fixtures": [
          {"match": {"userMessage": "both files", "hasToolResult": false}, "chunkSize": 4,
           "response": {"content": "I read both.", "toolCalls": [
             {"id": "call_a", "name": "read_file", "arguments": {"path": "a.txt"}},
             {"id": "call_b", "name": "read_file", "arguments": {"path": "b.txt"}}]}},
          {"match": {"userMessage": "both files", "hasToolResult": true}, "chunkSize": 4,
           "response": {"content": "Alpha and beta.", "usage": {"prompt_tokens": 100, "completion_tokens": 5, "total_tokens": 105}}},
          {"match": {"userMessage": "slow down", "sequenceIndex": 0},
           "response": {"error": {"message": "Slow down", "type": "rate_limit_error"}, "status": 429, "retryAfter": 1}},
          {"match": {"userMessage": "slow down", "sequenceIndex": 1}, "response": {"content": "It works now."}},
          {"match": {"userMessage": "broken", "sequenceIndex": 0}, "response": {"error": {"message": "Oops"}, "status": 500}},
          {"match": {"userMessage": "broken", "sequenceIndex": 1}, "response": {"error": {"message": "Oops"}, "status": 503}},
          {"match": {"userMessage": "broken", "sequenceIndex": 2}, "response": {"content": "Well again."}},
          {"match": {"userMessage": "cut off", "sequenceIndex": 0}, "latency": 20, "chunkSize": 5, "truncateAfterChunks": 4,
           "response": {"content": "This answer breaks off long before its end."}},
          {"match": {"userMessage": "cut off", "sequenceIndex": 1}, "response": {"content": "Whole this time."}},
          {"match": {"userMessage": "bad arguments", "hasToolResult": false},
           "response": {"toolCalls": [{"id": "call_x", "name": "read_file", "arguments": "{\"path\": \"a"}]}},
          {"match": {"userMessage": "bad arguments", "hasToolResult": true}, "response": {"content": "Sorry."}}
        ]}
        """;

    private readonly TestFolders _folders = new();

    [Fact]
    public async Task Two_parallel_calls_each_get_their_own_result()
    {
        await File.WriteAllTextAsync(Path.Combine(_folders.Work, "a.txt"), "alpha", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folders.Work, "b.txt"), "beta", TestContext.Current.CancellationToken);
        var (result, events, requests) = await RunAsync("Read both files");
        Assert.Equal("Alpha and beta.", Text(result));
        Assert.Equal(2, requests);
        var results = events.Where(e => Type(e) == AgentEvents.ToolCompleted).Select(e => e.GetProperty("body"))
            .ToDictionary(body => body.GetProperty("callId").GetString()!, body => body.GetProperty("text").GetString()!);
        Assert.Contains("alpha", results["call_a"], StringComparison.Ordinal);
        Assert.Contains("beta", results["call_b"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slow down", "It works now.", 2)]
    [InlineData("broken", "Well again.", 3)]
    public async Task A_service_that_is_busy_or_broken_for_a_while_is_asked_again(string task, string expected, int requests)
    {
        var (result, events, asked) = await RunAsync(task);
        Assert.Equal(expected, Text(result));
        Assert.Equal(requests, asked);
        Assert.Single(events, e => Type(e) == AgentEvents.TurnCompleted);
    }

    [Fact]
    public async Task A_stream_that_is_cut_is_no_answer()
    {
        var (result, events, _) = await RunAsync("cut off");
        Assert.DoesNotContain(events, e => Type(e) == AgentEvents.TurnCompleted && e.GetRawText().Contains("This answer", StringComparison.Ordinal));
        if (result.ExitCode == 0)
        {
            Assert.Equal("Whole this time.", Text(result));
        }
        else
        {
            Assert.Contains("model_stream_cut", result.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Arguments_that_are_no_json_come_back_to_the_model_as_an_error()
    {
        var (result, events, requests) = await RunAsync("bad arguments");
        Assert.Equal("Sorry.", Text(result));
        Assert.Equal(2, requests);
        Assert.True(Assert.Single(events, e => Type(e) == AgentEvents.ToolCompleted).GetProperty("body").GetProperty("isError").GetBoolean());
    }

    public void Dispose() => _folders.Dispose();

    private async Task<(ProgramResult Result, IReadOnlyList<JsonElement> Events, int Requests)> RunAsync(string task)
    {
        await using var models = await MockModels.StartAsync(_folders.Write("fixtures.json", Fixtures));
        _folders.Isaa.With("OPENAI_BASE_URL", models.Address.ToString()).With("OPENAI_API_KEY", "sk-canary-0123456789");
        var result = await _folders.Isaa.RunAsync("run", task, "--in", _folders.Work, "--model", "openai/gpt-4o", "--json");
        Assert.True(result.ExitCode is 0 or 1, result.ToString());
        var job = result.Json.GetProperty("job").GetProperty("id").GetString()!;
        var watched = await _folders.Isaa.RunAsync("jobs", "watch", job, "--json");
        Assert.DoesNotContain("sk-canary", result + watched.ToString(), StringComparison.Ordinal);
        return (result, watched.JsonLines, await models.CountRequestsAsync());
    }

    private static string? Text(ProgramResult result) => result.Json.GetProperty("result").GetProperty("text").GetString();

    private static string? Type(JsonElement entry) => entry.GetProperty("type").GetString();
}
