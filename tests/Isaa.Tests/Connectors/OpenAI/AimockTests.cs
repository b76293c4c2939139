using System.Text.Json;
using Isaa.Models;
using Isaa.Tests.Models;
using Isaa.Tests.Models.Scripted;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Connectors.OpenAI;

public sealed class AimockTests : IClassFixture<AimockServer>, IDisposable
{
    private readonly AimockServer _server;
    private readonly ModelBed _models = new();
    private readonly IChatClient _client;

    public AimockTests(AimockServer server)
    {
        _server = server;
        _models.Environment["OPENAI_BASE_URL"] = server.Address.ToString();
        _models.Environment["OPENAI_API_KEY"] = "sk-canary-0123456789";
        _models.Options.RetryDelay = TimeSpan.Zero;
        _models.Options.MaxRetryDelay = TimeSpan.FromSeconds(5);
        _client = _models.Open().Get("openai/gpt-4o").Client;
    }

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Text_usage_and_finish_arrive(bool isStreamed)
    {
        var response = await AskAsync("greet", isStreamed);

        Assert.Equal("Hello from the other side.", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((21, 7, 28), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
        Assert.Single(response.Messages);
    }

    [Fact]
    public async Task A_streamed_answer_arrives_in_parts()
    {
        var parts = new List<string>();
        await foreach (var update in _client.GetStreamingResponseAsync("greet", cancellationToken: TestContext.Current.CancellationToken))
        {
            parts.Add(update.Text);
        }

        Assert.True(parts.Count(part => part.Length > 0) > 3);
        Assert.Equal("Hello from the other side.", string.Concat(parts));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_parallel_calls_arrive_whole_and_their_results_are_accepted(bool isStreamed)
    {
        var response = await AskAsync("two calls", isStreamed);

        var calls = Calls(response);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Equal([("call_a", "shell"), ("call_b", "read_file")], calls.Select(call => (call.CallId, call.Name)));
        Assert.Equal("echo one", ((JsonElement)calls[0].Arguments!["command"]!).GetString());
        Assert.Equal(3, ((JsonElement)calls[1].Arguments!["lines"]!).GetInt32());

        var next = await AskAsync("two calls", isStreamed, [.. response.Messages, .. calls.Select(call => new ChatMessage(ChatRole.Tool, [ToolMessages.Result(call.CallId, "fine")]))]);
        Assert.Equal("Both are done.", next.Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Arguments_that_are_no_json_are_handed_on_as_they_are(bool isStreamed)
    {
        var response = await AskAsync("bad arguments", isStreamed);

        var call = Assert.Single(Calls(response));
        Assert.Null(call.Arguments);
        Assert.Equal("{\"command\": \"echo", ToolCallText.FindInvalidArguments(call));

        var next = await AskAsync("bad arguments", isStreamed, [.. response.Messages, new ChatMessage(ChatRole.Tool, [ToolMessages.Result("call_x", "no JSON", "error")])]);
        Assert.Equal("Sorry.", next.Text);
    }

    [Fact]
    public async Task A_rate_limit_reports_the_wait_that_the_service_asked_for()
    {
        var failure = await Assert.ThrowsAsync<ModelException>(() => AskAsync("limited", isStreamed: true));

        Assert.Equal("model_rate_limited", failure.Code);
        Assert.True(failure.IsTransient);
        Assert.Equal(TimeSpan.FromSeconds(7), failure.RetryAfter);
        Assert.Equal(1, await _server.CountAsync("limited"));
        Assert.Equal("Now it works.", (await AskAsync("limited", isStreamed: true)).Text);
    }

    [Fact]
    public async Task Server_errors_are_repeated_until_the_service_is_well()
    {
        Assert.Equal("Well again.", (await AskAsync("broken", isStreamed: true)).Text);
        Assert.Equal(3, await _server.CountAsync("broken"));
    }

    [Fact]
    public async Task Server_errors_that_stay_end_the_call()
    {
        var failure = await Assert.ThrowsAsync<ModelException>(() => AskAsync("down", isStreamed: false));

        Assert.Equal("model_unavailable", failure.Code);
        Assert.Contains("Still down", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1 + _models.Options.MaxRetries, await _server.CountAsync("down"));
    }

    [Fact]
    public async Task A_stream_that_is_cut_after_its_first_part_is_an_error_and_not_repeated()
    {
        var parts = new List<string>();
        var failure = await Assert.ThrowsAsync<ModelException>(async () =>
        {
            await foreach (var update in _client.GetStreamingResponseAsync("cut", cancellationToken: TestContext.Current.CancellationToken))
            {
                parts.Add(update.Text);
            }
        });

        Assert.Equal("model_stream_cut", failure.Code);
        Assert.StartsWith("This ", string.Concat(parts), StringComparison.Ordinal);
        Assert.Equal(1, await _server.CountAsync("cut"));
    }

    [Theory]
    [InlineData("wrong key", "model_auth")]
    [InlineData("too long", "model_context_exceeded")]
    public async Task A_failure_that_does_not_pass_is_not_repeated(string task, string code)
    {
        var before = await _server.CountAsync(task);
        var failure = await Assert.ThrowsAsync<ModelException>(() => AskAsync(task, isStreamed: true));

        Assert.Equal(code, failure.Code);
        Assert.False(failure.IsTransient);
        Assert.Equal(before + 1, await _server.CountAsync(task));
    }

    private static List<FunctionCallContent> Calls(ChatResponse response) =>
        [.. response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];

    private Task<ChatResponse> AskAsync(string task, bool isStreamed, params IEnumerable<ChatMessage> further)
    {
        ChatMessage[] messages = [new(ChatRole.User, task), .. further];
        var cancellation = TestContext.Current.CancellationToken;
        return isStreamed
            ? _client.GetStreamingResponseAsync(messages, cancellationToken: cancellation).ToChatResponseAsync(cancellation)
            : _client.GetResponseAsync(messages, cancellationToken: cancellation);
    }
}
