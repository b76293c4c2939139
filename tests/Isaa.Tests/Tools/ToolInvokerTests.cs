using System.ComponentModel;
using System.Text.Json;
using Isaa.Jobs.Steps;
using Isaa.Tools;
using Isaa.Tools.Calling;
using Microsoft.Extensions.AI;

namespace Isaa.Tests.Tools;

public sealed class ToolInvokerTests : IDisposable
{
    private readonly ToolBed _bed = new(static services => services.AddTools<OddTools>());

    public void Dispose() => _bed.Dispose();

    [Fact]
    public async Task Wrong_arguments_are_all_reported_at_once_with_the_right_ones()
    {
        var error = await _bed.ErrorAsync("invalid_arguments", "odd", new { contnt = "x", times = "three", mode = "slow", tags = new object[] { "a", 1 } });

        Assert.Contains("there is no parameter 'contnt'. Did you mean content?", error, StringComparison.Ordinal);
        Assert.Contains("'content' is missing", error, StringComparison.Ordinal);
        Assert.Contains("'times' must be integer", error, StringComparison.Ordinal);
        Assert.Contains("not \"three\"", error, StringComparison.Ordinal);
        Assert.Contains("'tags'[1] must be string", error, StringComparison.Ordinal);
        Assert.Contains("content (string, required)", error, StringComparison.Ordinal);
        Assert.DoesNotContain("context", error, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("3")]
    public async Task Arguments_that_are_no_object_are_a_failed_call(string json)
    {
        using var document = JsonDocument.Parse(json);

        var result = await _bed.Invoker.InvokeAsync(_bed.Catalog.Find("odd")!, "odd", document.RootElement, _bed.Context, TestContext.Current.CancellationToken);

        Assert.Equal("invalid_arguments", result.ErrorCode);
    }

    [Fact]
    public async Task Null_for_an_optional_parameter_means_it_was_left_out() =>
        Assert.Equal("a x1", await _bed.TextAsync("odd", new { content = "a", times = (int?)null }));

    [Fact]
    public async Task Arguments_may_come_as_plain_objects()
    {
        var result = await _bed.Invoker.InvokeAsync(
            _bed.Catalog.Find("odd")!, "odd", new Dictionary<string, object?> { ["content"] = "b", ["times"] = 2 }, _bed.Context, TestContext.Current.CancellationToken);

        Assert.Equal("b x2", result.Text);
    }

    [Fact]
    public async Task An_unexpected_exception_becomes_an_internal_error_that_tells_nothing()
    {
        var error = await _bed.ErrorAsync("internal_error", "fails");

        Assert.DoesNotContain("password", error, StringComparison.Ordinal);
        Assert.Contains("trace", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_takes_too_long_is_stopped_even_if_it_does_not_listen() => await _bed.ErrorAsync("tool_timeout", "hangs");

    [Fact]
    public async Task A_tool_that_blocks_its_thread_is_given_up_in_time_and_holds_up_no_other()
    {
        OddTools.Blocked.Reset();
        try
        {
            var blocked = _bed.CallAsync("blocks");
            Assert.Equal("a x1", await _bed.TextAsync("odd", new { content = "a" }));
            Assert.Equal("tool_timeout", (await blocked).ErrorCode);
        }
        finally
        {
            OddTools.Blocked.Set();
        }
    }

    [Fact]
    public async Task A_result_of_a_hundred_megabytes_is_cut_like_any_other()
    {
        var text = await _bed.TextAsync("huge");

        Assert.InRange(text.Length, 30_000, 30_100);
        Assert.StartsWith("BEGIN", text, StringComparison.Ordinal);
        Assert.EndsWith("END", text, StringComparison.Ordinal);
        Assert.Contains("of 100,000,008 characters left out", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_full_of_control_characters_is_no_longer_than_any_other() =>
        Assert.InRange((await _bed.TextAsync("overrides")).Length, 30_000, 30_100);

    [Theory]
    [InlineData("""{"sum":3}""", null)]
    [InlineData("""{"sum":"3"}""", "/sum")]
    [InlineData("three", "no JSON")]
    [InlineData("", "empty")]
    public async Task A_result_that_breaks_its_contract_is_a_failed_call_that_says_how(string given, string? problem)
    {
        var contract = new ResultContract { Schema = JsonElement.Parse("""{"type":"object","required":["sum"],"properties":{"sum":{"type":"integer"}}}""") };
        var tool = new Tool { Function = AIFunctionFactory.Create(() => given, "add"), Result = contract };

        var result = await _bed.Invoker.InvokeAsync(tool, "add", default(JsonElement), _bed.Context, TestContext.Current.CancellationToken);

        Assert.Equal(problem is null ? null : "result_invalid", result.ErrorCode);
        Assert.Contains(problem ?? given, result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_may_promise_to_say_something()
    {
        var tool = new Tool { Function = AIFunctionFactory.Create(() => " ", "say"), Result = new ResultContract { AllowsEmpty = false } };
        var result = await _bed.Invoker.InvokeAsync(tool, "say", default(JsonElement), _bed.Context, TestContext.Current.CancellationToken);
        Assert.Equal("result_invalid", result.ErrorCode);
    }

    [Fact]
    public async Task The_callers_own_cancellation_is_no_result()
    {
        using var cancel = new CancellationTokenSource();
        var call = _bed.Invoker.InvokeAsync(_bed.Catalog.Find("waits")!, "waits", default(JsonElement), _bed.Context, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Control_characters_and_terminal_escapes_are_shown_and_not_sent() =>
        Assert.Equal("red \u241b[31m bell \u2407 nul \u2400 line\nnext\nlast \\u202E \ufffd \u2421 😀\ttab", await _bed.TextAsync("escapes"));

    [Fact]
    public async Task A_long_result_is_cut_in_the_middle_and_says_by_how_much()
    {
        var text = await _bed.TextAsync("long");

        Assert.StartsWith("BEGIN", text, StringComparison.Ordinal);
        Assert.EndsWith("END", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 30_000, 30_100);
        Assert.Contains("70,008 of 100,008 characters left out", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_survives_the_journal()
    {
        var result = await _bed.CallAsync("read_file", new { path = "missing" });

        var json = JsonSerializer.Serialize(result, ToolJsonContext.Default.ToolResult);

        Assert.Equal(result, JsonSerializer.Deserialize(json, ToolJsonContext.Default.ToolResult));
        Assert.Contains("\"errorCode\":\"file_not_found\"", json, StringComparison.Ordinal);
    }

    internal sealed class OddTools
    {
        [Tool("odd", Kind = StepKind.Repeatable)]
        public static string Odd(string content, ToolCallContext context, int times = 1, string[]? tags = null, string? mode = null) =>
            $"{content} x{times}{(context.Agent == "tester" ? "" : "!")}{tags?.Length}{mode}";

        [Tool("fails")]
        public static string Fails() => throw new InvalidOperationException("password=1234");

        [Tool("hangs", TimeoutSeconds = 1)]
        public static Task<string> HangsAsync() => new TaskCompletionSource<string>().Task;

        [Tool("waits")]
        public static async Task<string> WaitsAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return "";
        }

        [Tool("escapes"), Description("Odd characters")]
        public static string Escapes() => "red \u001b[31m bell \a nul \0 line\r\nnext\rlast \u202e \ud800 \u007f 😀\ttab";

        public static ManualResetEventSlim Blocked { get; } = new();

        [Tool("blocks", TimeoutSeconds = 1)]
        public static string Blocks()
        {
            Blocked.Wait(TestContext.Current.CancellationToken);
            return "";
        }

        [Tool("huge")]
        public static string Huge() => "BEGIN" + new string('x', 100_000_000) + "END";

        [Tool("overrides")]
        public static string Overrides() => new('\u202e', 1_000_000);

        [Tool("long")]
        public static string Long() => "BEGIN" + new string('x', 100_000) + "END";
    }
}
