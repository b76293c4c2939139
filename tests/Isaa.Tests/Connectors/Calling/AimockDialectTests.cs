using System.Text.Json;
using Isaa.Connectors.Anthropic;
using Isaa.Connectors.Gemini;
using Isaa.Models;
using Isaa.Tests.Connectors.OpenAI;
using Isaa.Tests.Models;
using Isaa.Tests.Models.Scripted;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Connectors.Calling;

/// <summary>The dialects against a model server nobody here wrote.</summary>
public sealed class AimockDialectTests : IClassFixture<AimockServer>, IDisposable
{
    private readonly ModelBed _models = new();
    private readonly IModelCatalog _catalog;

    public AimockDialectTests(AimockServer server)
    {
        _models.Environment["ANTHROPIC_BASE_URL"] = server.Address.ToString();
        _models.Environment["ANTHROPIC_API_KEY"] = "sk-ant-canary";
        _models.Environment["GEMINI_BASE_URL"] = new Uri(server.Address, "/v1beta").ToString();
        _models.Environment["GEMINI_API_KEY"] = "canary";
        _models.Options.RetryDelay = TimeSpan.Zero;
        _models.Options.MaxRetryDelay = TimeSpan.FromSeconds(5);
        _catalog = _models.Open(new AnthropicModelProvider(TimeProvider.System), new GeminiModelProvider(TimeProvider.System));
    }

    public static TheoryData<string> Names => ["anthropic/claude-sonnet-4-5", "gemini/gemini-2.5-flash"];

    public void Dispose() => _models.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Text_arrives_in_parts_with_usage_and_finish(string model)
    {
        var updates = await Client(model).GetStreamingResponseAsync("greet", cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        var response = updates.ToChatResponse();
        Assert.True(updates.Count(update => update.Text.Length > 0) > 3);
        Assert.Equal("Hello from the other side.", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.NotNull(response.Usage);
        Assert.Equal("Hello from the other side.", (await Client(model).GetResponseAsync("greet", cancellationToken: TestContext.Current.CancellationToken)).Text);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Two_parallel_calls_arrive_whole_and_their_results_are_accepted(string model)
    {
        var response = await AskAsync(model, "two calls");

        var calls = Calls(response);
        Assert.Equal("I look at both.", response.Text);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.Equal(["shell", "read_file"], calls.Select(call => call.Name));
        Assert.Equal("echo one", ((JsonElement)calls[0].Arguments!["command"]!).GetString());
        Assert.Equal(3, ((JsonElement)calls[1].Arguments!["lines"]!).GetInt32());
        Assert.Equal(2, calls.Select(call => call.CallId).Distinct().Count());

        var next = await AskAsync(model, "two calls", [.. response.Messages, .. calls.Select(call => new ChatMessage(ChatRole.Tool, [ToolMessages.Result(call.CallId, "fine")]))]);
        Assert.Equal("Both are done.", next.Text);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_rate_limit_is_told_and_passes(string model)
    {
        var failure = await Assert.ThrowsAsync<ModelException>(() => AskAsync(model, $"limited {model}"));

        Assert.Equal(("model_rate_limited", true, TimeSpan.FromSeconds(7)), (failure.Code, failure.IsTransient, failure.RetryAfter));
        Assert.Equal("Now it works.", (await AskAsync(model, $"limited {model}")).Text);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Server_errors_are_repeated_until_the_service_is_well(string model) =>
        Assert.Equal("Well again.", (await AskAsync(model, $"broken {model}")).Text);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_stream_that_is_cut_is_an_error(string model)
    {
        var failure = await Assert.ThrowsAsync<ModelException>(() => AskAsync(model, "cut"));

        Assert.Equal(("model_stream_cut", true), (failure.Code, failure.IsTransient));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_refused_key_is_not_tried_again(string model)
    {
        var failure = await Assert.ThrowsAsync<ModelException>(() => AskAsync(model, "wrong key"));

        Assert.Equal(("model_auth", false), (failure.Code, failure.IsTransient));
    }

    private static List<FunctionCallContent> Calls(ChatResponse response) =>
        [.. response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];

    private IChatClient Client(string model) => _catalog.Get(model).Client;

    private Task<ChatResponse> AskAsync(string model, string task, params IEnumerable<ChatMessage> further) =>
        Client(model).GetStreamingResponseAsync([new ChatMessage(ChatRole.User, task), .. further], cancellationToken: TestContext.Current.CancellationToken)
            .ToChatResponseAsync(TestContext.Current.CancellationToken);
}
