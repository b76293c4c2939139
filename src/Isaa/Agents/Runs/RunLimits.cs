using System.Globalization;
using Isaa.Models;
using Isaa.Protocol.Agents;

namespace Isaa.Agents.Runs;

/// <summary>Says before each model call whether a run may go on, and how much the model may write.</summary>
internal sealed class RunLimits
{
    /// <summary>A call that has less room for its answer is not worth making.</summary>
    private const int LeastOutput = 16;

    private readonly AgentLimits _limits;
    private readonly Model _model;
    private readonly DateTimeOffset _startedAt;

    public RunLimits(AgentLimits limits, Model model, DateTimeOffset startedAt)
    {
        _limits = limits;
        _model = model;
        _startedAt = startedAt;
    }

    public static AgentRunError OutOfTime(AgentLimits limits) =>
        Error("limit_time", $"The run took longer than its limit of {limits.Time:c}. Raise limits.time or make the task smaller.");

    /// <summary>The time the run has left; null for no limit.</summary>
    public TimeSpan? TimeLeft(DateTimeOffset now) => _startedAt + _limits.Time - now;

    /// <summary>Why the next call may not be made; null when it may.</summary>
    /// <param name="state">The run so far.</param>
    /// <param name="input">The estimated input tokens of the call.</param>
    /// <param name="now">The time.</param>
    public AgentRunError? Check(RunState state, int input, DateTimeOffset now)
    {
        if (state.Turn >= _limits.Turns)
        {
            return Error("limit_turns", $"The run made {state.Turn} model calls, all that its limit allows, and has no answer. Raise limits.turns or make the task smaller.");
        }

        if (TimeLeft(now) <= TimeSpan.Zero)
        {
            return OutOfTime(_limits);
        }

        return CheckTokens(state, input) ?? CheckMoney(state, input) ?? CheckContext(input);
    }

    /// <summary>How many tokens the model may write in the next call; null when nothing bounds it.</summary>
    public int? OutputCap(RunState state, int input)
    {
        long?[] caps =
        [
            _model.OutputTokens,
            _model.ContextTokens - input,
            _limits.OutputTokens - state.Usage.Output,
            _limits.TotalTokens - state.Usage.Input - state.Usage.Output - input,
            Affordable(state, input),
        ];
        return caps.Min() is { } cap ? (int)Math.Clamp(cap, LeastOutput, int.MaxValue) : null;
    }

    private AgentRunError? CheckTokens(RunState state, int input)
    {
        var (used, total) = (state.Usage, state.Usage.Input + state.Usage.Output);
        return used.Input + input > _limits.InputTokens ? Tokens("inputTokens", used.Input, input, _limits.InputTokens)
            : used.Output + LeastOutput > _limits.OutputTokens ? Tokens("outputTokens", used.Output, LeastOutput, _limits.OutputTokens)
            : total + input + LeastOutput > _limits.TotalTokens ? Tokens("totalTokens", total, input + LeastOutput, _limits.TotalTokens)
            : null;
    }

    private AgentRunError? CheckMoney(RunState state, int input) => Affordable(state, input) < LeastOutput
        ? Error("limit_money", string.Create(CultureInfo.InvariantCulture,
            $"The run has cost {state.CostUsd:0.######} US dollars and the next call would exceed its limit of {_limits.Usd:0.######}. Raise limits.usd."))
        : null;

    private AgentRunError? CheckContext(int input) => input + LeastOutput > _model.ContextTokens
        ? Error("context_exceeded", $"The conversation has about {input} tokens; {_model.Name} takes {_model.ContextTokens} with its answer. Start a new session, or give the task in smaller parts.")
        : null;

    private long? Affordable(RunState state, int input)
    {
        if (_limits.Usd is not { } limit || _model.Price is not { } price)
        {
            return null;
        }

        var left = limit - (state.CostUsd ?? 0) - price.Cost(input, 0);
        return left < 0 ? 0
            : price.OutputPerMillion == 0 ? int.MaxValue
            : (long)Math.Min(int.MaxValue, left * 1_000_000m / price.OutputPerMillion);
    }

    private static AgentRunError Tokens(string limit, long used, long next, long? allowed) =>
        Error("limit_tokens", $"The run has used {used} tokens and the next call needs about {next} more; limits.{limit} is {allowed}. Raise it or make the task smaller.");

    private static AgentRunError Error(string code, string message) => new() { Code = code, Message = message };
}
