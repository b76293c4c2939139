using Isaa.Agents.Personas;
using Isaa.Agents.Planning;
using Isaa.Agents.Runs;
using Isaa.Agents.Sessions;
using Isaa.Agents.Settings;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;

namespace Isaa.Agents.Turns;

/// <summary>Decides what follows from a model's answer: run its calls, ask again, or end. A function of its inputs alone.</summary>
internal sealed class TurnJudge
{
    public const string CutCode = "answer_cut";
    public const string BadAnswerCode = "model_bad_answer";
    public const string InvalidCode = "output_invalid";

    public const string FormCode = "answer_form";
    public const string UnfinishedCode = "work_unfinished";
    public const string ValidationCode = "validation_failed";

    private readonly int _run;
    private readonly AgentOptions _options;
    private readonly int? _maxToolCalls;

    public TurnJudge(int run, AgentOptions options, int? maxToolCalls)
    {
        _run = run;
        _options = options;
        _maxToolCalls = maxToolCalls;
    }

    /// <summary>What the answer must fit; null for text.</summary>
    public AnswerSchema? Schema { get; init; }

    /// <summary>How the agent thinks.</summary>
    public AgentReasoning Reasoning { get; init; } = new();

    /// <summary>Whose form an answer has; null for any.</summary>
    public Persona? Persona { get; init; }

    /// <summary>Whether the run can plan.</summary>
    public bool CanPlan { get; init; }

    public static TurnJudge Of(RunSetup setup, AgentOptions options) => new(setup.Opening.Number, options, setup.Limits.ToolCalls)
    {
        Schema = setup.Schema,
        Reasoning = setup.Agent.Definition.Reasoning,
        CanPlan = setup.Inner.CanPlan,
        Persona = setup.Persona,
    };

    /// <summary>What follows when a turn's calls have their results.</summary>
    public RunState JudgeResults(RunState state, IEnumerable<SessionMessage> results)
    {
        var next = state with { Next = state.Failure is null ? RunNext.Ask : RunNext.End };
        if (state.Skipped.Count > 0 || !results.All(r => r.IsError))
        {
            return next with { FailedTurns = 0 };
        }

        var failed = next with { FailedTurns = state.FailedTurns + 1 };
        return failed.FailedTurns % Recovery.MaxFailedTurns == 0
            ? Recovery.Climb(failed, Reasoning, $"Every call of the last {failed.FailedTurns} turns failed.")
            : failed;
    }

    /// <summary>Judges an answer.</summary>
    /// <param name="before">The run before the turn.</param>
    /// <param name="answer">The model's answer.</param>
    /// <param name="begun">The text of the answers before this one that were cut off and that it goes on with.</param>
    public Judgement Judge(RunState before, ModelAnswer answer, string begun)
    {
        var state = Count(before, answer);
        var message = new SessionMessage
        {
            Place = new SessionPlace(_run, state.Turn, 0),
            Role = SessionRole.Assistant,
            Text = answer.Text,
            Calls = answer.Calls,
        };
        var verdict = answer.Calls.Count > 0 ? JudgeCalls(state, answer, message)
            : string.IsNullOrWhiteSpace(answer.Text) ? JudgeEmpty(state, answer, message)
            : answer.Finish == ModelAnswer.FinishLength ? JudgeCut(state, message)
            : JudgeText(state, message, begun + answer.Text);
        return answer.IsUsageEstimated && before.Turn == 0
            ? verdict with { Warnings = [.. verdict.Warnings, Warning("usage_estimated", "The model's service reports no token counts; they are estimated.")] }
            : verdict;
    }

    private static RunState Count(RunState before, ModelAnswer answer) => before with
    {
        Turn = before.Turn + 1,
        Usage = before.Usage + answer.Usage,
        CostUsd = before.CostUsd + answer.CostUsd,
        ToolCalls = before.ToolCalls + answer.Calls.Count,
        IsCut = answer.Finish == ModelAnswer.FinishLength,
        Skipped = [],
        Failure = null,
        Advice = null,
        OutageSince = null,
    };

    private Judgement JudgeCalls(RunState state, ModelAnswer answer, SessionMessage message)
    {
        var (recent, skipped) = (state.RecentCalls, new List<SkippedCall>());
        var room = _maxToolCalls - (state.ForLimits().ToolCalls - answer.Calls.Count);
        for (var i = 0; i < answer.Calls.Count; i++)
        {
            var print = LoopDetector.Fingerprint(answer.Calls[i].Name, answer.Calls[i].InvalidArguments ?? answer.Calls[i].Arguments);
            if (i >= room)
            {
                skipped.Add(new SkippedCall(i, Calls.CallResults.ToolCallsCode));
            }
            else if (LoopDetector.IsLoop(recent, print))
            {
                skipped.Add(new SkippedCall(i, Calls.CallResults.LoopCode));
            }

            recent = LoopDetector.Remember(recent, print);
        }

        var calling = state with { Next = RunNext.Call, RecentCalls = recent, Skipped = skipped, EmptyTurns = 0, CutTurns = 0 };
        return FailWhenLooping(calling, message);
    }

    private Judgement FailWhenLooping(RunState state, SessionMessage message)
    {
        if (state.Skipped.Any(s => s.Code == Calls.CallResults.ToolCallsCode))
        {
            var error = Error(Calls.CallResults.ToolCallsCode, $"The run asked for more than the {_maxToolCalls} tool calls its limit allows. Raise limits.toolCalls or make the task smaller.");
            return new Judgement { State = state with { Failure = error }, Answer = message };
        }

        if (state.IsLast)
        {
            var error = Error(Calls.CallResults.LoopCode, "The run went round in circles, was asked for what it had, and called a tool instead.");
            return new Judgement { State = state with { Skipped = SkipAll(message, Calls.CallResults.LoopCode), Failure = error }, Answer = message };
        }

        if (state.Skipped.Count == 0)
        {
            return new Judgement { State = state, Answer = message };
        }

        var tool = message.Calls[state.Skipped[0].Index].Name;
        var helped = Recovery.Climb(state, Reasoning, $"You repeat the same call of '{tool}', and its result will not change.");
        return new Judgement
        {
            // Nothing of the turn before the last is run any more, but each call still gets its result.
            State = helped.IsLast ? helped with { Skipped = SkipAll(message, Calls.CallResults.LoopCode) } : helped,
            Answer = message,
            Warnings = [Warning(Calls.CallResults.LoopCode, $"The model repeats the same call of '{tool}'; it was told so and the call was not run.")],
        };
    }

    private static IReadOnlyList<SkippedCall> SkipAll(SessionMessage message, string code) => [.. message.Calls.Select((_, i) => new SkippedCall(i, code))];

    private static Judgement JudgeEmpty(RunState state, ModelAnswer answer, SessionMessage message)
    {
        if (answer.Finish == ModelAnswer.FinishFilter)
        {
            return End(state, message, Error(BadAnswerCode, "The model's service withheld the answer: its content filter stopped it."));
        }

        if (state.CutTurns > 0)
        {
            return End(state, message, Error(CutCode, "The model's answer was cut off at its output limit, and it did not go on when asked to."));
        }

        return state.EmptyTurns == 0
            ? Again(state with { EmptyTurns = 1 }, message, "Your last message was empty. Call a tool, or give your final answer as text.", "empty_answer", "The model's answer was empty; it was asked once more.")
            : End(state, message, Error(BadAnswerCode, "The model gave an empty answer twice in a row."));
    }

    private Judgement JudgeCut(RunState state, SessionMessage message) => state.CutTurns < _options.MaxContinuations
        ? Again(
            state with { CutTurns = state.CutTurns + 1, EmptyTurns = 0 },
            message,
            "Your message was cut off at the output limit. Go on exactly where it stopped; repeat nothing.",
            CutCode,
            "The answer was cut off at the model's output limit; the model was asked to go on.")
        : End(state, message, Error(CutCode, $"The answer was still not complete after {_options.MaxContinuations} continuations. Raise limits.outputTokens or ask for a shorter answer."));

    private Judgement JudgeText(RunState state, SessionMessage message, string text)
    {
        var errors = Schema?.Check(text) ?? [];
        if (errors.Count == 0)
        {
            var judged = JudgeWork(state with { EmptyTurns = 0 }, message);
            return judged.State is { Next: RunNext.End, Failure: null } ? JudgeForm(judged, text) : judged;
        }

        var list = string.Join("\n", errors.Select(e => $"- {e}"));
        return state.Repairs < _options.MaxRepairs
            ? Again(
                state with { Repairs = state.Repairs + 1, CutTurns = 0, EmptyTurns = 0 },
                message,
                $"Your answer does not fit the required JSON schema:\n{list}\nAnswer again with the corrected JSON value and nothing else.",
                InvalidCode,
                $"The answer does not fit the output schema; it was sent back. {errors[0]}")
            : End(state, message, Error(InvalidCode, $"The answer does not fit the output schema after {_options.MaxRepairs} corrections:\n{list}"));
    }

    private Judgement JudgeWork(RunState state, SessionMessage message)
    {
        if (state.IsLast)
        {
            return End(state, message, Error(Calls.CallResults.LoopCode, "The run went round in circles and was asked for what it had; see its text."));
        }

        if (FinishGate.FindMissing(state, Reasoning, CanPlan) is not { } missing)
        {
            return End(state, message, null);
        }

        if (state.Revisions < Reasoning.MaxRevisions)
        {
            return Again(state with { Revisions = state.Revisions + 1, CutTurns = 0 }, message, missing, UnfinishedCode, "The answer came before the work was done or checked; it was sent back.");
        }

        return Reasoning.Validation == ValidationLevel.Strict
            ? End(state, message, Error(ValidationCode, $"The answer was not shown to meet what was set out, after {Reasoning.MaxRevisions} revisions. {missing}"))
            : End(state, message, null) with { Warnings = [Warning(UnfinishedCode, $"The answer was taken although something is missing. {missing}")] };
    }

    // A persona that is applied afterwards gets to see each first answer; what it asks for beyond that is checked here.
    private Judgement JudgeForm(Judgement judged, string text)
    {
        if (Schema is not null || Persona is null or { Apply: PersonaMethod.SystemPrompt })
        {
            return judged;
        }

        var (state, (score, faults)) = (judged.State, AnswerForm.Judge(Persona, text));
        var isDraft = Persona.Apply == PersonaMethod.PostProcess && state.Repairs == 0;
        if (!isDraft && score >= Persona.Quality)
        {
            return judged;
        }

        var wrong = string.Concat(faults.Select(fault => $"\n- {fault}"));
        return state.Repairs < _options.MaxRepairs
            ? Again(
                state with { Repairs = state.Repairs + 1, CutTurns = 0 },
                judged.Answer,
                $"Put your answer into your persona, keep all it says, and write nothing else. {PersonaPrompt.Text(Persona)}{wrong}",
                FormCode,
                $"The answer was sent back to be put into the persona '{Persona.Name}'.")
            : judged with { Warnings = [.. judged.Warnings, Warning(FormCode, $"The answer was taken although it does not have the form of persona '{Persona.Name}'.{wrong}")] };
    }

    private static Judgement Again(RunState state, SessionMessage message, string feedback, string code, string warning) => new()
    {
        State = state with { Next = RunNext.Ask },
        Answer = message,
        Feedback = new SessionMessage { Place = message.Place with { Part = message.Calls.Count + 1 }, Role = SessionRole.User, Text = feedback },
        Warnings = [Warning(code, warning)],
    };

    private static Judgement End(RunState state, SessionMessage message, AgentRunError? failure) =>
        new() { State = state with { Next = RunNext.End, Failure = failure }, Answer = message };

    private static AgentRunError Error(string code, string message) => new() { Code = code, Message = message };

    private static AgentEvent.Warning Warning(string code, string message) => new() { Code = code, Message = message };
}
