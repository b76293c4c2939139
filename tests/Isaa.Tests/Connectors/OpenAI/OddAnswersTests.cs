using System.Text.Json;
using Isaa.Models;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Connectors.OpenAI;

public sealed class OddAnswersTests : StubTest
{
    private const string Stop = """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";

    [Fact]
    public async Task Interleaved_fragments_are_put_together_by_their_index()
    {
        Service.Stream(
            Call("""{"index":1,"id":"b","type":"function","function":{"name":"second","arguments":"{\"x\""}}"""),
            Call("""{"index":0,"id":"a","type":"function","function":{"name":"first","arguments":"{\"y\":"}}"""),
            Call("""{"index":1,"function":{"arguments":":2}"}},{"index":0,"function":{"arguments":"1}"}}"""),
            Stop,
            "[DONE]");

        var response = await StreamAsync();

        Assert.Equal(["a first {\"y\":1}", "b second {\"x\":2}"], Calls(response).Select(Describe));
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Fact]
    public async Task Calls_that_share_an_index_are_told_apart_by_their_ids()
    {
        Service.Stream(
            Call("""{"index":0,"id":"a","function":{"name":"t","arguments":"{}"}}"""),
            Call("""{"index":0,"id":"b","function":{"name":"t","arguments":"{\"n\":1}"}}"""),
            Stop);

        Assert.Equal(["a t {}", "b t {\"n\":1}"], Calls(await StreamAsync()).Select(Describe));
    }

    [Fact]
    public async Task Calls_without_ids_or_with_one_id_twice_get_ids_of_their_own()
    {
        Service.Stream(
            Call("""{"index":0,"function":{"name":"t"}},{"index":1,"id":"","function":{"name":"t","arguments":""}},{"index":2,"id":"x","function":{"name":"t"}},{"index":3,"id":"x","function":{"name":"t"}}"""),
            Stop);

        var ids = Calls(await StreamAsync()).Select(call => call.CallId).ToList();

        Assert.Equal(4, ids.Distinct().Count());
        Assert.Contains("x", ids);
        Assert.DoesNotContain("", ids);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("\"text\"")]
    [InlineData("{\"a\":1} and more")]
    public async Task Arguments_that_are_no_object_are_marked(string arguments)
    {
        Service.Stream(Call($$$"""{"index":0,"id":"a","function":{"name":"t","arguments":{{{JsonSerializer.Serialize(arguments)}}}}}"""), Stop);

        Assert.Equal(arguments, ToolCallText.FindInvalidArguments(Assert.Single(Calls(await StreamAsync()))));
    }

    [Fact]
    public async Task Reasoning_empty_choices_comments_and_missing_fields_do_no_harm()
    {
        Service.Answer(StubService.Bytes(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" +
            ": PROCESSING\n\n" +
            "event: message\r\ndata:{\"choices\":[{\"delta\":{\"reasoning_content\":\"secret thoughts\",\"content\":null}}]}\r\n\r\n" +
            "data: {\"choices\":[]}\n\n" +
            "data: {\"choices\":[{\"delta\":{\"content\":\"Yes\"},\"finish_reason\":null}],\"usage\":null}\n\n" +
            "data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\", really\"}]},\"finish_reason\":\"STOP\"}]}\n\n" +
            "data: {\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":null,\"prompt_tokens_details\":{\"cached_tokens\":3}}}\n\n"));

        var response = await StreamAsync();

        Assert.Equal("Yes, really", response.Text);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((5, 0, 3), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.CachedInputTokenCount));
    }

    [Fact]
    public async Task An_answer_that_comes_whole_although_a_stream_was_asked_for_is_read()
    {
        Service.Answer(200, """{"id":"1","choices":[{"message":{"role":"assistant","content":"whole"},"finish_reason":"stop"}]}""");

        Assert.Equal("whole", (await StreamAsync()).Text);
    }

    [Fact]
    public async Task A_stream_without_finish_reason_or_end_mark_is_cut()
    {
        Service.Stream("""{"choices":[{"delta":{"content":"half"}}]}""");

        Assert.Equal("model_stream_cut", (await FailAsync()).Code);
    }

    [Fact]
    public async Task A_stream_that_is_cut_before_anything_was_handed_on_is_asked_again()
    {
        Models.Options.MaxRetries = 1;
        Service.Stream(Call("""{"index":0,"id":"a","function":{"name":"t","arguments":"{\"x"}}"""));
        Service.Stream("""{"choices":[{"delta":{"content":"whole"},"finish_reason":"stop"}]}""");

        Assert.Equal("whole", (await StreamAsync()).Text);
        Assert.Equal(2, Service.Requests.Count);
    }

    [Fact]
    public async Task An_error_inside_a_stream_is_a_failure()
    {
        Service.Stream("""{"error":{"code":429,"message":"Upstream is busy"},"choices":[{"delta":{},"finish_reason":"error"}]}""");

        var failure = await FailAsync();

        Assert.Equal("model_rate_limited", failure.Code);
        Assert.Contains("Upstream is busy", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>Login</html>", "text/html")]
    [InlineData("[]", "application/json")]
    [InlineData("{\"choices\":[]}", "application/json")]
    public async Task An_answer_that_is_none_is_a_bad_answer(string body, string type)
    {
        Service.Answer(200, body, type: type);

        Assert.Contains((await FailAsync()).Code, new[] { "model_bad_answer", "model_stream_cut" });
    }

    private static string Call(string fragments) => """{"choices":[{"index":0,"delta":{"tool_calls":[""" + fragments + """]}}]}""";

    private static string Describe(FunctionCallContent call) => $"{call.CallId} {call.Name} {JsonSerializer.Serialize(call.Arguments)}";
}
