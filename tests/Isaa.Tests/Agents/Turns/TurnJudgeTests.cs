using Isaa.Agents;
using Isaa.Agents.Runs;
using Isaa.Agents.Sessions;
using Isaa.Agents.Turns;
using Isaa.Models;
using Isaa.Protocol.Agents;

namespace Isaa.Tests.Agents.Turns;

public sealed class TurnJudgeTests
{
    private static readonly AgentOptions Options = new() { MaxContinuations = 2 };

    [Fact]
    public void Text_without_calls_ends_the_run()
    {
        var judged = Judge(new RunState(), Text("done"));

        Assert.Equal((RunNext.End, null), (judged.State.Next, judged.State.Failure));
        Assert.Null(judged.Feedback);
    }

    [Fact]
    public void Text_with_calls_runs_the_calls_and_keeps_the_text()
    {
        var judged = Judge(new RunState(), Text("let me see") with { Calls = [Call("read_file", 1)] });

        Assert.Equal(RunNext.Call, judged.State.Next);
        Assert.Equal("let me see", judged.Answer.Text);
        Assert.Equal(1, judged.State.ToolCalls);
    }

    [Fact]
    public void An_empty_answer_is_asked_again_once()
    {
        var first = Judge(new RunState(), Text(" \n"));
        var second = Judge(first.State, Text(""));

        Assert.Equal(RunNext.Ask, first.State.Next);
        Assert.NotNull(first.Feedback);
        Assert.Equal("model_bad_answer", second.State.Failure?.Code);
        Assert.Equal(RunNext.End, second.State.Next);
    }

    [Fact]
    public void An_empty_answer_long_after_another_is_a_first_one()
    {
        var first = Judge(new RunState(), Text(""));
        var between = Judge(first.State, Text("") with { Calls = [Call("read_file", 1)] });
        var later = Judge(between.State, Text(""));

        Assert.Null(later.State.Failure);
        Assert.Equal(RunNext.Ask, later.State.Next);
    }

    [Fact]
    public void A_withheld_answer_fails_at_once() =>
        Assert.Equal("model_bad_answer", Judge(new RunState(), Text("") with { Finish = ModelAnswer.FinishFilter }).State.Failure?.Code);

    [Fact]
    public void A_cut_answer_is_continued_as_often_as_allowed()
    {
        var cut = Text("part") with { Finish = ModelAnswer.FinishLength };
        var first = Judge(new RunState(), cut);
        var second = Judge(first.State, cut);
        var third = Judge(second.State, cut);

        Assert.Equal((RunNext.Ask, 1), (first.State.Next, first.State.CutTurns));
        Assert.Equal((RunNext.Ask, 2), (second.State.Next, second.State.CutTurns));
        Assert.Equal("answer_cut", third.State.Failure?.Code);
    }

    [Fact]
    public void A_model_that_does_not_go_on_with_a_cut_answer_fails()
    {
        var cut = Judge(new RunState(), Text("part") with { Finish = ModelAnswer.FinishLength });

        Assert.Equal("answer_cut", Judge(cut.State, Text("")).State.Failure?.Code);
    }

    [Fact]
    public void A_repeated_call_is_refused_then_the_model_is_asked_for_what_it_has_and_then_the_run_ends()
    {
        var states = new List<RunState> { new() };
        for (var i = 0; i < 6; i++)
        {
            states.Add(Judge(states[^1], Same()).State);
        }

        Assert.Empty(states[2].Skipped);
        Assert.Equal([new SkippedCall(0, "loop_detected")], states[3].Skipped);
        Assert.Equal([false, false, true], states[3..6].Select(s => s.IsLast));
        Assert.All(states[3..6], s => Assert.Null(s.Failure));
        Assert.NotEqual(states[3].Advice, states[4].Advice);
        Assert.Equal("loop_detected", states[6].Failure?.Code);
        Assert.Equal(RunNext.Call, states[6].Next);
    }

    [Fact]
    public void What_a_model_says_in_its_last_turn_is_kept_although_the_run_failed()
    {
        var judged = Judge(new RunState { IsLast = true, Recoveries = 3 }, Text("half of it"));

        Assert.Equal((RunNext.End, "loop_detected", "half of it"), (judged.State.Next, judged.State.Failure?.Code, judged.Answer.Text));
    }

    [Fact]
    public void Another_call_after_a_refused_one_goes_on()
    {
        var state = new RunState();
        foreach (var answer in new[] { Same(), Same(), Same(), Text("") with { Calls = [Call("write_file", 9)] }, Same() })
        {
            state = Judge(state, answer).State;
        }

        Assert.Null(state.Failure);
        Assert.Empty(state.Skipped);
    }

    [Fact]
    public void A_model_that_loops_again_and_again_is_stopped_although_it_pauses_between()
    {
        var state = new RunState();
        var turns = 0;
        while (state.Failure is null && turns < 50)
        {
            state = Judge(state, turns++ % 4 == 3 ? Text("") with { Calls = [Call("write_file", turns)] } : Same()).State;
        }

        Assert.Equal("loop_detected", state.Failure?.Code);
    }

    [Fact]
    public void Four_equal_calls_in_one_turn_are_one_warning()
    {
        var judged = Judge(new RunState(), Text("") with { Calls = [Call("a", 1), Call("a", 1), Call("a", 1), Call("a", 1)] });

        Assert.Equal([2, 3], judged.State.Skipped.Select(s => s.Index));
        Assert.Null(judged.State.Failure);
    }

    [Fact]
    public void Calls_beyond_the_limit_are_refused_and_the_run_fails_after_the_others()
    {
        var judged = Judge(new RunState { ToolCalls = 3 }, Text("") with { Calls = [Call("a", 1), Call("a", 2), Call("a", 3)] }, maxToolCalls: 5);

        Assert.Equal([new SkippedCall(2, "limit_tool_calls")], judged.State.Skipped);
        Assert.Equal("limit_tool_calls", judged.State.Failure?.Code);
        Assert.Equal(RunNext.Call, judged.State.Next);
    }

    [Fact]
    public void Usage_and_money_add_up_over_turns()
    {
        var price = new ModelPrice { InputPerMillion = 1, OutputPerMillion = 2, CachedInputPerMillion = 0.5m };
        var answer = Text("x") with { Usage = new TokenUsage { Input = 1_000_000, Output = 500_000, CachedInput = 200_000 } };

        var state = Judge(Judge(new RunState(), answer, price: price).State, answer, price: price).State;

        Assert.Equal(new TokenUsage { Input = 2_000_000, Output = 1_000_000, CachedInput = 400_000 }, state.Usage);
        Assert.Equal(2 * (0.8m + 0.1m + 1m), state.CostUsd);
    }

    [Fact]
    public void Money_is_unknown_when_the_price_is() => Assert.Null(Judge(new RunState(), Text("x"), price: null).State.CostUsd);

    [Fact]
    public void State_survives_being_kept()
    {
        var state = new RunState
        {
            Turn = 3,
            Next = RunNext.Call,
            CostUsd = null,
            RecentCalls = ["a", "b"],
            Skipped = [new SkippedCall(1, "loop_detected")],
            Failure = new AgentRunError { Code = "c", Message = "m" },
        };

        var read = RunStates.Read(RunStates.Write(state));

        Assert.Equal(RunStates.Write(state), RunStates.Write(read));
        Assert.Null(read.CostUsd);
        Assert.Equal(state.Skipped, read.Skipped);
    }

    private static Judgement Judge(RunState before, ModelAnswer answer, int? maxToolCalls = null, ModelPrice? price = null) =>
        new TurnJudge(1, Options, maxToolCalls).Judge(before, answer with { Price = price }, "");

    private static ModelAnswer Text(string text) =>
        new() { Model = "fake/model", Text = text, Calls = [], Usage = new TokenUsage { Input = 1, Output = 1 }, Finish = ModelAnswer.FinishStop, Milliseconds = 1 };

    private static ModelAnswer Same() => Text("") with { Calls = [Call("read_file", 1)] };

    private static SessionCall Call(string tool, int argument) => new() { Id = $"{tool}{argument}", Name = tool, Arguments = $$"""{"n":{{argument}}}""" };
}
