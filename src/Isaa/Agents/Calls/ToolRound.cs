using System.Text.Json;
using Isaa.Agents.Approvals;
using Isaa.Agents.Control;
using Isaa.Agents.Runs;
using Isaa.Agents.Sessions;
using Isaa.Agents.Tracing;
using Isaa.Agents.Turns;
using Isaa.Jobs;
using Isaa.Jobs.Steps;
using Isaa.Protocol.Events;
using Isaa.Models;
using Isaa.Tools;

namespace Isaa.Agents.Calls;

/// <summary>
/// Answers all calls of one turn, side by side. Each call is a step of its own, and its result joins the session in the step's commit; there is
/// exactly one result per call, whatever happens.
/// </summary>
internal sealed class ToolRound
{
    private const int MaxEventText = 2_000;

    private readonly JobContext _context;
    private readonly RunSetup _setup;
    private readonly ToolInvoker _invoker;
    private readonly EventPump _pump;
    private readonly ApprovalGate _gate;

    public ToolRound(JobContext context, RunSetup setup, ToolInvoker invoker, EventPump pump, ApprovalGate gate)
    {
        _context = context;
        _setup = setup;
        _invoker = invoker;
        _pump = pump;
        _gate = gate;
    }

    /// <summary>Answers the calls that have no result yet and adds all results to the conversation in the order of the calls.</summary>
    /// <param name="state">The run with the turn counted.</param>
    /// <param name="answer">The model's message with the calls.</param>
    /// <param name="runToken">Ends when the run's time is used up, or with the attempt: running calls are stopped.</param>
    /// <param name="cancellationToken">Ends with the attempt.</param>
    /// <returns>What calls still wait for, when some do: their results are missing, those of all others are kept. Null when the round is over.</returns>
    public async Task<RunWait?> RunAsync(RunState state, SessionMessage answer, CancellationToken runToken, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(answer.Calls.Select((call, index) =>
        {
            var one = new OneCall(call, answer.Place with { Part = index + 1 });
            return _setup.Conversation.FindResult(call.Id) is { } kept ? Task.FromResult(new CallAnswer(kept, null))
                : Refusal(state, call, index) is { } refusal ? RefuseAsync(one, refusal, cancellationToken)
                : PassAsync(state, one, _setup.Tools.Find(call.Name)!, runToken, cancellationToken);
        }));
        if (answers.Select(a => a.Wait).OfType<RunWait>().ToList() is { Count: > 0 } waits)
        {
            return waits.Aggregate((one, other) => one.Or(other));
        }

        foreach (var one in answers)
        {
            _setup.Conversation.Add(one.Result!);
        }

        return null;
    }

    private ToolResult? Refusal(RunState state, SessionCall call, int index)
    {
        if (state.Skipped.FirstOrDefault(s => s.Index == index) is { Code: { } code })
        {
            return Error(code, code == CallResults.LoopCode ? CallResults.Loop(call.Name) : CallResults.TooMany(_setup.Limits.ToolCalls ?? 0));
        }

        return _setup.Tools.Find(call.Name) is not { } tool ? Error("tool_unknown", _setup.Tools.Unknown(call.Name))
            : !_setup.Tools.Shelf.Has(state.Activity, tool) ? Error(ToolShelf.NotLoadedCode, ToolShelf.NotLoaded(call.Name))
            : call.InvalidArguments is null ? null : Error("arguments_invalid", CallResults.InvalidArguments(call.Name, state.IsCut));
    }

    private Task<CallAnswer> RefuseAsync(OneCall one, ToolResult refusal, CancellationToken cancellationToken) =>
        KeepAsync(one, Passage.Free, "refused", StepKind.Repeatable, (_, _) => Task.FromResult(refusal), cancellationToken);

    private async Task<CallAnswer> PassAsync(RunState state, OneCall one, Tool tool, CancellationToken runToken, CancellationToken cancellationToken)
    {
        var passage = await _gate.PassAsync(tool, one, cancellationToken);
        return passage.Wait is { } wait ? new CallAnswer(null, wait)
            : passage.Refusal is { } refusal ? await RefuseAsync(one, refusal, cancellationToken)
            : await CallAsync(state, one, passage, tool, runToken, cancellationToken);
    }

    private Task<CallAnswer> CallAsync(RunState state, OneCall one, Passage passage, Tool tool, CancellationToken runToken, CancellationToken cancellationToken)
    {
        // Without a probe that could ask what happened, a call is either safe to repeat or never repeated.
        var kind = tool.Kind == StepKind.Repeatable ? StepKind.Repeatable : StepKind.OnceOnly;
        return KeepAsync(one, passage, "tool", kind, (scope, _) => InvokeAsync(state, one, passage, tool, scope, runToken, cancellationToken), cancellationToken);
    }

    private async Task<CallAnswer> KeepAsync(
        OneCall one, Passage passage, string name, StepKind kind, Func<StepScope, CancellationToken, Task<ToolResult>> act, CancellationToken cancellationToken)
    {
        ToolResult? result = null;
        var input = one.Call.InvalidArguments ?? passage.ArgumentsOf(one.Call.Arguments);
        var started = new AgentEvent.ToolStarted { Turn = one.Turn, CallId = one.Id, Name = one.Call.Name, Arguments = Cut(input) };
        var step = new Step<CallKept>
        {
            Key = new StepKey("turn", one.Turn, one.Id),
            Name = $"{name}:{one.Call.Name}",
            Input = input,
            ResultType = RunJson.Default.CallKept,
            Kind = kind,
            Announce = kind == StepKind.OnceOnly ? [EventPump.ToJobEvent(started)] : [],
            AnnounceWith = passage.Approval is { State: ApprovalState.Approved } approval ? [new ApprovalUse { Id = approval.Id, Hash = approval.Hash }] : [],
            OnUnknown = () => new CallKept { IsError = true, ErrorCode = CallResults.UnknownCode, Milliseconds = 0 },
            Effects = kept => result is null ? UnknownEffects(one) : Effects(one, result, kept),
        };
        try
        {
            await _context.RunStepAsync(
                step,
                async (scope, token) =>
                {
                    var began = _context.Time.GetTimestamp();
                    if (kind == StepKind.Repeatable)
                    {
                        _pump.Add(started);
                    }

                    var answered = await act(scope, token);
                    var took = (long)_context.Time.GetElapsedTime(began).TotalMilliseconds;
                    OpenCallException.ThrowIfOpen(answered, one.Call.Name, kind);
                    await _pump.PauseAsync();
                    result = passage.Mark(Shelve(answered));
                    return new CallKept { IsError = answered.IsError, ErrorCode = answered.ErrorCode, Milliseconds = took };
                },
                cancellationToken);
        }
        catch (OpenCallException e)
        {
            return new CallAnswer(null, e.Wait);
        }

        return new CallAnswer(Message(one, result ?? Error(CallResults.UnknownCode, CallResults.UnknownText)), null);
    }

    private async Task<ToolResult> InvokeAsync(
        RunState state, OneCall one, Passage passage, Tool tool, StepScope scope, CancellationToken runToken, CancellationToken cancellationToken)
    {
        var call = new ToolCallContext
        {
            Run = _context.Id,
            Tenant = _setup.Agent.Tenant,
            Agent = _setup.Agent.Name,
            Session = _setup.Session,
            CallId = one.Id,
            IdempotencyKey = scope.IdempotencyKey,
            Workspace = _setup.Workspace,
            SessionFolder = _setup.SessionFolder,
            Caller = new CallingRun(_context, _setup, state, one),
        };
        try
        {
            var arguments = passage.ArgumentsOf(one.Call.Arguments);
            using var trace = new ToolTrace(one.Call.Name, arguments, call, _context.Time);
            return trace.Take(await _invoker.InvokeAsync(tool, one.Call.Name, JsonElement.Parse(arguments), call, runToken));
        }
        catch (OperationCanceledException) when (runToken.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Error(CallResults.TimeCode, CallResults.TimeText);
        }
    }

    // What is too large for the prompt goes to a file; what was cut is kept whole there.
    private ToolResult Shelve(ToolResult result)
    {
        var text = result.Whole ?? result.Text;
        return _setup.Results is { } shelf && (result.Whole is not null || _setup.Budget.IsForFile(TokenEstimate.Of(text), _setup.Conversation.EstimatedTokens))
            ? result with { Text = shelf.Store(text), Whole = null }
            : result with { Whole = null };
    }

    private StepEffects Effects(OneCall one, ToolResult result, CallKept kept) => new()
    {
        With = [Append(Message(one, result))],
        Events =
        [
            .. _pump.Take(one.Id),
            EventPump.ToJobEvent(new AgentEvent.ToolCompleted
            {
                Turn = one.Turn,
                CallId = one.Id,
                Name = one.Call.Name,
                IsError = result.IsError,
                ErrorCode = result.ErrorCode,
                Text = Cut(result.Text),
                Milliseconds = kept.Milliseconds,
            }),
        ],
    };

    private StepEffects UnknownEffects(OneCall one) => new()
    {
        With = [Append(Message(one, Error(CallResults.UnknownCode, CallResults.UnknownText)))],
        Events = [EventPump.ToJobEvent(new AgentEvent.ToolUnknown { Turn = one.Turn, CallId = one.Id, Name = one.Call.Name })],
    };

    private SessionAppend Append(SessionMessage message) => new() { Tenant = _setup.Agent.Tenant, Session = _setup.Session, Messages = [message] };

    private static SessionMessage Message(OneCall one, ToolResult result) => new()
    {
        Place = one.Place,
        Role = SessionRole.Tool,
        CallId = one.Id,
        Text = result.Text,
        IsError = result.IsError,
        ErrorCode = result.ErrorCode,
    };

    private static ToolResult Error(string code, string text) => new() { Text = text, IsError = true, ErrorCode = code };

    public static string Cut(string text) => text.Length <= MaxEventText ? text : $"{text.AsSpan(0, MaxEventText - 1)}…";

    /// <summary>A call's result, or what it waits for.</summary>
    private sealed record CallAnswer(SessionMessage? Result, RunWait? Wait);
}
