using Isaa.Agents;
using Isaa.Agents.Runs;
using Isaa.Models;
using Isaa.Protocol.Agents;
using Isaa.Tests.Agents.Support;

namespace Isaa.Tests.Agents.Runs;

public sealed class RunLimitsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Without_limits_anything_goes() => Assert.Null(Check(new AgentLimits(), new RunState { Turn = 9_999 }, input: 1_000_000, after: TimeSpan.FromDays(9)));

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, "limit_turns")]
    public void Turns_are_counted(int turns, string? code) => Assert.Equal(code, Check(new AgentLimits { Turns = 5 }, new RunState { Turn = turns }));

    [Theory]
    [InlineData(59, null)]
    [InlineData(60, "limit_time")]
    public void Time_counts_from_the_start_of_the_run(int seconds, string? code) =>
        Assert.Equal(code, Check(new AgentLimits { Time = TimeSpan.FromMinutes(1) }, new RunState(), after: TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(900, 100, null)]
    [InlineData(901, 100, "limit_tokens")]
    public void The_next_calls_input_counts_before_it_is_made(int used, int input, string? code) =>
        Assert.Equal(code, Check(new AgentLimits { InputTokens = 1000 }, Used(used, 0), input));

    [Fact]
    public void Output_and_total_tokens_have_limits_of_their_own()
    {
        Assert.Equal("limit_tokens", Check(new AgentLimits { OutputTokens = 100 }, Used(0, 100)));
        Assert.Equal("limit_tokens", Check(new AgentLimits { TotalTokens = 1000 }, Used(600, 300), input: 100));
        Assert.Null(Check(new AgentLimits { TotalTokens = 1000 }, Used(500, 300), input: 100));
    }

    [Fact]
    public void Money_that_the_next_input_alone_would_use_up_is_not_spent()
    {
        var limits = new AgentLimits { Usd = 1 };

        Assert.Null(Check(limits, new RunState { CostUsd = 0.5m }, input: 100_000));
        Assert.Equal("limit_money", Check(limits, new RunState { CostUsd = 0.95m }, input: 100_000));
    }

    [Fact]
    public void What_does_not_fit_the_models_window_is_not_sent() =>
        Assert.Equal("context_exceeded", Check(new AgentLimits(), new RunState(), input: 8_190, model: Model(context: 8_192)));

    [Fact]
    public void The_model_may_write_what_the_tightest_limit_leaves()
    {
        var limits = new AgentLimits { OutputTokens = 1000, TotalTokens = 5000, Usd = 1 };
        var state = Used(2000, 700) with { CostUsd = 0.9m };

        Assert.Equal(300, Cap(limits, state, input: 100));
        Assert.Equal(100, Cap(limits, state, input: 100, Model(output: 100)));
        Assert.Equal(200, Cap(limits, state, input: 2_100));
        Assert.Equal(50, Cap(new AgentLimits { Usd = 1 }, new RunState { CostUsd = 0.9999m - 0.0001m }, input: 100));
        Assert.Null(new RunLimits(new AgentLimits(), Model(), Start).OutputCap(state, 100));
    }

    private static RunState Used(int input, int output) => new() { Usage = new TokenUsage { Input = input, Output = output } };

    private static string? Check(AgentLimits limits, RunState state, int input = 10, TimeSpan after = default, Model? model = null) =>
        new RunLimits(limits, model ?? Model(), Start).Check(state, input, Start + after)?.Code;

    private static int? Cap(AgentLimits limits, RunState state, int input, Model? model = null) => new RunLimits(limits, model ?? Model(), Start).OutputCap(state, input);

    private static Model Model(int? context = null, int? output = null) => new()
    {
        Name = "test/model",
        Client = new FakeChatClient(),
        ContextTokens = context,
        OutputTokens = output,
        Price = new ModelPrice { InputPerMillion = 1, OutputPerMillion = 2 },
    };
}
