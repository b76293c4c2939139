using System.ComponentModel;
using System.Text.Json;
using Isaa.Connectors.Anthropic;
using Isaa.Connectors.Gemini;
using Isaa.Connectors.OpenAI;
using Isaa.Models;
using Isaa.Tests.Connectors.OpenAI;
using Isaa.Tests.Models;
using Isaa.Tests.Models.Scripted;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Connectors.Calling;

/// <summary>What is sent, byte for byte, and what becomes of answers no well-behaved server gives.</summary>
public sealed class DialectTests : IAsyncDisposable
{
    private const string Canary = "canary-0123456789abcdef";
    private const string Anthropic = "anthropic/claude-x";
    private const string Gemini = "gemini/gemini-x";

    private static readonly string[] WholeAnthropic =
    [
        """{"type":"message_start","message":{"id":"m1","model":"claude-x","usage":{"input_tokens":3,"cache_read_input_tokens":20,"cache_creation_input_tokens":7,"output_tokens":1}}}""",
        """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hidden"}}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"hi"}}""",
        """{"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":9}}""",
        """{"type":"message_stop"}""",
    ];

    private readonly StubService _service = new();
    private readonly ModelBed _models = new();

    public DialectTests()
    {
        foreach (var name in new[] { "ANTHROPIC", "GEMINI", "MISTRAL" })
        {
            _models.Environment[$"{name}_BASE_URL"] = _service.Address;
            _models.Environment[$"{name}_API_KEY"] = Canary;
        }

        _models.Options.MaxRetries = 0;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _models.Dispose();
    }

    [Fact]
    public async Task Anthropic_is_asked_with_alternating_turns_results_first_and_marks_for_its_cache()
    {
        _service.Stream(WholeAnthropic);

        await AskAsync(Anthropic, Options(), Conversation());

        var body = _service.LastBody;
        Assert.Contains($"x-api-key: {Canary}", _service.Requests.Last(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("anthropic-version: 2023-06-01", _service.Requests.Last(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("be good", body.GetProperty("system")[0].GetProperty("text").GetString());
        Assert.Equal("ephemeral", body.GetProperty("system")[0].GetProperty("cache_control").GetProperty("type").GetString());
        Assert.Equal(["user", "assistant", "user"], body.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("role").GetString()));
        Assert.Equal(["text", "tool_use", "tool_use"], Types(body, 1));
        Assert.Equal(["tool_result", "tool_result", "text", "text"], Types(body, 2));
        Assert.Equal("""{"city":"Rome"}""", body.GetProperty("messages")[1].GetProperty("content")[1].GetProperty("input").GetRawText());
        Assert.True(body.GetProperty("messages")[2].GetProperty("content")[1].GetProperty("is_error").GetBoolean());
        Assert.True(body.GetProperty("messages")[2].GetProperty("content")[3].TryGetProperty("cache_control", out _));
        Assert.Equal("weather", body.GetProperty("tools")[0].GetProperty("name").GetString());
        Assert.Equal("object", body.GetProperty("tools")[0].GetProperty("input_schema").GetProperty("type").GetString());
        Assert.Equal((77, 1d), (body.GetProperty("max_tokens").GetInt32(), body.GetProperty("temperature").GetDouble()));
        Assert.False(body.TryGetProperty("frequency_penalty", out _));
    }

    [Fact]
    public async Task Anthropic_counts_its_cache_apart_and_we_count_it_in()
    {
        _service.Stream(WholeAnthropic);

        var response = await AskAsync(Anthropic, null, new ChatMessage(ChatRole.User, "hi"));

        Assert.Equal("hi", response.Text);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
        Assert.Equal((30, 9, 20), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.CachedInputTokenCount));
        Assert.Equal(8192, _service.LastBody.GetProperty("max_tokens").GetInt32());
    }

    [Fact]
    public async Task Gemini_is_asked_with_names_on_results_and_a_signature_on_the_first_call_of_a_turn()
    {
        _service.Stream("""{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"hi"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2,"thoughtsTokenCount":4}}""");

        var response = await AskAsync(Gemini, Options(), Conversation());

        Assert.Equal(("hi", 5L, 6L), (response.Text, response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        var body = _service.LastBody;
        Assert.StartsWith("POST /v1/models/gemini-x:streamGenerateContent?alt=sse ", _service.Requests.Last(), StringComparison.Ordinal);
        Assert.Contains($"x-goog-api-key: {Canary}", _service.Requests.Last(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("be good", body.GetProperty("systemInstruction").GetProperty("parts")[0].GetProperty("text").GetString());
        Assert.Equal(["user", "model", "user"], body.GetProperty("contents").EnumerateArray().Select(m => m.GetProperty("role").GetString()));
        var calls = body.GetProperty("contents")[1].GetProperty("parts");
        Assert.Equal("Rome", calls[1].GetProperty("functionCall").GetProperty("args").GetProperty("city").GetString());
        Assert.True(calls[1].TryGetProperty("thoughtSignature", out _));
        Assert.False(calls[2].TryGetProperty("thoughtSignature", out _));
        var results = body.GetProperty("contents")[2].GetProperty("parts");
        Assert.Equal("weather", results[0].GetProperty("functionResponse").GetProperty("name").GetString());
        Assert.Equal("sunny", results[0].GetProperty("functionResponse").GetProperty("response").GetProperty("output").GetString());
        Assert.Equal("no such city", results[1].GetProperty("functionResponse").GetProperty("response").GetProperty("error").GetString());
        Assert.Equal("weather", body.GetProperty("tools")[0].GetProperty("functionDeclarations")[0].GetProperty("name").GetString());
        Assert.Equal(0.5, body.GetProperty("generationConfig").GetProperty("frequencyPenalty").GetDouble());
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""", false)]
    public async Task A_schema_is_enforced_by_the_service_where_it_can_be(string schema, bool isNative)
    {
        _service.Stream(WholeAnthropic);
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema)) };

        await AskAsync(Anthropic, options, new ChatMessage(ChatRole.User, "hi"));
        Assert.Equal(isNative, _service.LastBody.TryGetProperty("output_config", out var output));
        if (isNative)
        {
            Assert.Equal(schema, output.GetProperty("format").GetProperty("schema").GetRawText());
        }

        _service.Stream("""{"candidates":[{"content":{"parts":[{"text":"{}"}]},"finishReason":"STOP"}]}""");
        await AskAsync(Gemini, options, new ChatMessage(ChatRole.User, "hi"));
        Assert.Equal(schema, _service.LastBody.GetProperty("generationConfig").GetProperty("responseJsonSchema").GetRawText());
    }

    [Fact]
    public async Task Mistral_gets_ids_it_takes_and_no_stream_options()
    {
        _service.Stream("""{"choices":[{"delta":{"content":"hi"},"finish_reason":"stop"}]}""", "[DONE]");

        await Client("mistral/large").GetStreamingResponseAsync(Conversation(), Options(), Cancellation).ToListAsync(Cancellation);

        var body = _service.LastBody;
        Assert.False(body.TryGetProperty("stream_options", out _));
        var ids = body.GetProperty("messages").EnumerateArray().Where(m => m.GetProperty("role").GetString() == "tool").Select(m => m.GetProperty("tool_call_id").GetString()!).ToList();
        Assert.All(ids, id => Assert.Matches("^[a-zA-Z0-9]{9}$", id));
        Assert.Equal(ids, body.GetProperty("messages")[2].GetProperty("tool_calls").EnumerateArray().Select(c => c.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData(Anthropic, """{"type":"error","error":{"type":"overloaded_error","message":"busy"}}""", "model_unavailable", true)]
    [InlineData(Anthropic, """{"type":"error","error":{"type":"rate_limit_error","message":"slow"}}""", "model_rate_limited", true)]
    [InlineData(Anthropic, "no json", "model_bad_answer", false)]
    [InlineData(Gemini, """{"error":{"code":503,"message":"busy","status":"UNAVAILABLE"}}""", "model_unavailable", true)]
    [InlineData(Gemini, """{"candidates":[{"finishReason":"MALFORMED_FUNCTION_CALL"}]}""", "model_bad_answer", true)]
    [InlineData(Gemini, """{"candidates":[{"content":{"parts":[{"text":"half"}]}}]}""", "model_stream_cut", true)]
    [InlineData(Gemini, "[1]", "model_stream_cut", true)]
    public async Task Errors_inside_a_stream_are_errors(string model, string data, string code, bool isTransient)
    {
        _service.Stream(data);

        var failure = await Assert.ThrowsAsync<ModelException>(() => AskAsync(model, null, new ChatMessage(ChatRole.User, "hi")));

        Assert.Equal((code, isTransient), (failure.Code, failure.IsTransient));
    }

    [Theory]
    [InlineData(Anthropic)]
    [InlineData(Gemini)]
    public async Task A_key_that_the_service_echoes_is_hidden(string model)
    {
        _service.Answer(401, $$$"""{"error":{"message":"bad key {{{Canary}}}"}}""");

        var failure = await Assert.ThrowsAsync<ModelException>(() => AskAsync(model, null, new ChatMessage(ChatRole.User, "hi")));

        Assert.Equal("model_auth", failure.Code);
        Assert.DoesNotContain(Canary, failure.ToString(), StringComparison.Ordinal);
    }

    private static ChatOptions Options() => new()
    {
        Tools = [AIFunctionFactory.Create(([Description("where")] string city) => city, "weather", "Tells the weather")],
        MaxOutputTokens = 77,
        Temperature = 1.5f,
        FrequencyPenalty = 0.5f,
    };

    private static ChatMessage[] Conversation() =>
    [
        new(ChatRole.System, "be good"),
        new(ChatRole.User, "weather?"),
        new(ChatRole.Assistant, [
            new TextContent("I look."),
            new FunctionCallContent("call.1", "weather", new Dictionary<string, object?> { ["city"] = "Rome" }),
            new FunctionCallContent("call.2", "weather", new Dictionary<string, object?> { ["city"] = "Atlantis" }),
        ]),
        new(ChatRole.Tool, [ToolMessages.Result("call.1", "sunny")]),
        new(ChatRole.Tool, [ToolMessages.Result("call.2", "no such city", "error")]),
        new(ChatRole.System, "hint"),
        new(ChatRole.User, "and?"),
    ];

    private static IEnumerable<string?> Types(JsonElement body, int message) =>
        body.GetProperty("messages")[message].GetProperty("content").EnumerateArray().Select(block => block.GetProperty("type").GetString());

    private Task<ChatResponse> AskAsync(string model, ChatOptions? options, params ChatMessage[] messages) => Client(model).GetResponseAsync(messages, options, Cancellation);

    private IChatClient Client(string model) => _models
        .Open(new AnthropicModelProvider(TimeProvider.System), new GeminiModelProvider(TimeProvider.System), new OpenAiModelProvider(TimeProvider.System))
        .Get(model).Client;
}
