using Isaa.Chains;
using Isaa.Chains.Text;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;
using Isaa.Tests.Agents.Support;
using Isaa.Tests.Chains.Support;
using static Isaa.Chains.ChainSyntax;

namespace Isaa.Tests.Chains;

/// <summary>What went wrong in the language this one comes from, tried once each.</summary>
public sealed class ChainDefectTests : IAsyncDisposable
{
    private readonly AgentBed _bed = new(
        new FakeChatClient(),
        [
            AgentBed.Tool((string a, string b) => $"{a}&{b}", "join", StepKind.Repeatable),
            AgentBed.Tool(string (string text) => throw new IsaaException("tool_broke", $"No {text}."), "broken", StepKind.Repeatable),
        ]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private FlowChains Chains => _bed.Get<FlowChains>();

    public ValueTask DisposeAsync() => _bed.DisposeAsync();

    public ChainDefectTests()
    {
        Chains.RegisterFunction("up", (string text) => text.ToUpperInvariant(), StepKind.Repeatable);
        Chains.RegisterFunction("same", (ChainValue value) => value, StepKind.Repeatable);
        Chains.RegisterFunction("boom", string (string text) => throw new InvalidOperationException(text), StepKind.Repeatable);
    }

    [Theory]
    [InlineData("fn:boom | tool:broken(text=\"x\") | fn:up", "hi", "HI")]
    [InlineData("fn:boom | fn:boom | \"third\"", "hi", "third")]
    public Task Three_alternatives_can_be_written_and_are_tried_in_turn(string text, string input, string expected) => GivesAsync(text, input, expected);

    [Fact]
    public Task A_closing_bracket_may_stand_inside_an_argument() => GivesAsync("tool:join(a=\"f(x)\", b=\"{prev})\")", "y", "f(x)&y)");

    [Fact]
    public Task A_line_may_begin_with_a_function() => GivesAsync("fn:same >>\nfn:up\n| fn:same", "x", "X");

    [Theory]
    [InlineData("model:P(name str)\nfn:up", 1)]
    [InlineData("model:P(name: strr)\nfn:up", 1)]
    [InlineData("model:P\nfn:up", 2)]
    public void A_faulty_definition_line_makes_the_whole_chain_invalid(string text, int line) =>
        Assert.Equal(line, Assert.Throws<ChainSyntaxException>(() => ChainText.Parse(text)).Line);

    [Theory]
    [InlineData("""{"age":18}""", true)]
    [InlineData("""{"age":18.0}""", true)]
    [InlineData("""{"age":17}""", false)]
    public Task Numbers_are_compared_as_numbers(string data, bool holds) =>
        GivesAsync("fn:same >> IS(age == 18) >> tool:join(a=\"yes\", b=\"\") % tool:join(a=\"no\", b=\"\")", data, holds ? "yes&" : "no&");

    [Theory]
    [InlineData("ok", "OK!")]
    [InlineData("other", "other?")]
    public async Task The_step_before_a_condition_runs_and_its_result_decides(string status, string expected)
    {
        Chains.RegisterFunction("wrap", (string text) => new { status = text }, StepKind.Repeatable);
        Chains.RegisterFunction("yes", (ChainValue value) => value.Json.GetProperty("status").GetString()!.ToUpperInvariant() + "!", StepKind.Repeatable);
        Chains.RegisterFunction("no", (ChainValue value) => value.Json.GetProperty("status").GetString() + "?", StepKind.Repeatable);
        await GivesAsync("fn:wrap >> IS(status == ok) >> fn:yes % fn:no", status, expected);
    }

    [Theory]
    [InlineData("""{"go":true}""", """{"GO":TRUE}""")]
    [InlineData("""{"go":false}""", """{"go":false}""")]
    public Task A_condition_without_another_way_guards_what_follows(string data, string expected) => GivesAsync("IS(go) >> fn:up", data, expected);

    [Fact]
    public Task The_chains_input_and_the_newest_data_are_two_things() => GivesAsync("fn:up >> tool:join(a=\"{prev}\", b=\"{input}\")", "x", "X&x");

    [Theory]
    [InlineData("tool:broken(text=\"x\") | \"sorry\"")]
    [InlineData("fn:boom | \"sorry\"")]
    public Task Errors_of_tools_and_functions_reach_the_fallback(string text) => GivesAsync(text, "x", "sorry");

    [Fact]
    public async Task An_error_of_a_tool_is_an_error_of_the_chain_with_its_code_and_place()
    {
        var error = await Assert.ThrowsAsync<ChainException>(() => ChainText.Parse("fn:up >> tool:broken(text=\"{prev}\")").RunAsync("x", new ChainRunOptions { Engine = Chains }, Cancellation));
        Assert.Equal(("tool_broke", "2", "broken"), (error.Code, error.NodePath, error.Node));
        Assert.Contains("No X.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_tool_without_arguments_gets_the_data_by_name() => GivesAsync("fn:same >> tool:join", """{"a":"1","b":"2"}""", "1&2");

    [Fact]
    public void A_second_otherwise_loses_no_alternative_and_changes_no_chain()
    {
        var first = (IS("p", "a") >> Function((string _) => "A", "fa")) % (IS("p", "b") >> Function((string _) => "B", "fb"));
        var second = first % Function((string _) => "C", "fc");
        Assert.Equal(["A", "B", "C"], [Text(second, "a"), Text(second, "b"), Text(second, "c")]);
        Assert.Equal("""{"p":"c"}""", Text(first, "c"));

        static string Text(Chain chain, string p) => chain.Run($$"""{"p":"{{p}}"}""").Text;
    }

    [Fact]
    public void Three_branches_are_one_flat_list_whatever_they_give()
    {
        var number = Function((string _) => 3, "number");
        var text = Function((string t) => t, "text");
        Assert.Equal("""["x",3,"x"]""", (text + number + text).Run("x").Text);
    }

    [Fact]
    public async Task A_failed_branch_stops_the_others_while_they_run()
    {
        var stopped = new TaskCompletionSource();
        var endless = Function(async (string _, CancellationToken token) =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
            }
            finally
            {
                stopped.SetResult();
            }
        }, "endless");
        await Assert.ThrowsAsync<ChainException>(() => (endless + Function("boom")).RunAsync("x", new ChainRunOptions { Engine = Chains }, Cancellation));
        Assert.True(stopped.Task.IsCompletedSuccessfully);
    }

    [Fact]
    public void An_agent_may_have_an_agent_as_its_fallback() =>
        Assert.Equal("b(x)", (Agent(new FakeAgent("a", _ => throw new IsaaException("agent_failed", "No."))) | Agent(new FakeAgent("b"))).Run("x").Text);

    [Fact]
    public async Task Tools_run_in_durable_chains_too()
    {
        var run = await Chains.StartAsync(ChainText.Parse("fn:up >> tool:join(a=\"{prev}\", b=\"{input}\") >> (tool:broken(text=\"x\") | fn:same)"), "x", cancellationToken: Cancellation);
        _bed.StartWorker();
        Assert.Equal("X&x", (await Chains.WaitAsync(run, Cancellation)).Text);
    }

    private async Task GivesAsync(string text, string input, string expected)
    {
        var chain = ChainText.Parse(text);
        Assert.Equal(expected, (await chain.RunAsync(input, new ChainRunOptions { Engine = Chains }, Cancellation)).Text);
        Assert.Equal(expected, (await ChainText.Parse(ChainText.Write(chain)).RunAsync(input, new ChainRunOptions { Engine = Chains }, Cancellation)).Text);
    }
}
