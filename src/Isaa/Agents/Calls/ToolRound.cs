using System.Text.Json;
using Isaa.Agents.Runs;
using Isaa.Agents.Sessions;
using Isaa.Agents.Turns;
using Isaa.Jobs;
using Isaa.Jobs.Steps;
using Isaa.Protocol.Events;
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

    public ToolRound(JobContext context, RunSetup setup, ToolInvoker invoker, EventPump pump)
    {
        _context = context;
        _setup = setup;
        _invoker = invoker;
        _pump = pump;
    }

    /// <summary>Answers the calls that have no result yet and adds all results to the conversation in the order of the calls.</summary>
    /// <param name="state">The run with the turn counted.</param>
    /// <param name="answer">The model's message with the calls.</param>
    /// <param name="runToken">Ends when the run's time is used up, or with the attempt: running calls are stopped.</param>
    /// <param name="cancellationToken">Ends with the attempt.</param>
    public async Task RunAsync(RunState state, SessionMessage answer, CancellationToken runToken, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(answer.Calls.Select((call, index) =>
        {
            var one = new OneCall(call, answer.Place with { Part = index + 1 });
            return _setup.Conversation.FindResult(call.Id) is { } kept ? Task.FromResult(kept)
                : Refusal(state, call, index) is { } refusal ? RefuseAsync(one, refusal, cancellationToken)
                : CallAsync(one, _setup.Tools.Find(call.Name)!, runToken, cancellationToken);
        }));
        foreach (var result in results)
        {
            _setup.Conversation.Add(result);
        }
    }

    private ToolResult? Refusal(RunState state, SessionCall call, int index)
    {
        if (state.Skipped.FirstOrDefault(s => s.Index == index) is { Code: { } code })
        {
            return Error(code, code == CallResults.LoopCode ? CallResults.Loop(call.Name) : CallResults.TooMany(_setup.Limits.ToolCalls ?? 0));
        }

        if (_setup.Tools.Find(call.Name) is null)
        {
            return Error("tool_unknown", _setup.Tools.Unknown(call.Name));
        }

        return call.InvalidArguments is null ? null : Error("arguments_invalid", CallResults.InvalidArguments(call.Name, state.IsCut));
    }

    private Task<SessionMessage> RefuseAsync(OneCall one, ToolResult refusal, CancellationToken cancellationToken) =>
        KeepAsync(one, "refused", StepKind.Repeatable, (_, _) => Task.FromResult(refusal), cancellationToken);

    private Task<SessionMessage> CallAsync(OneCall one, Tool tool, CancellationToken runToken, CancellationToken cancellationToken)
    {
        // Without a probe that could ask what happened, a call is either safe to repeat or never repeated.
        var kind = tool.Kind == StepKind.Repeatable ? StepKind.Repeatable : StepKind.OnceOnly;
        return KeepAsync(one, "tool", kind, (scope, _) => InvokeAsync(one, tool, scope, runToken, cancellationToken), cancellationToken);
    }

    private async Task<SessionMessage> KeepAsync(
        OneCall one, string name, StepKind kind, Func<StepScope, CancellationToken, Task<ToolResult>> act, CancellationToken cancellationToken)
    {
        ToolResult? result = null;
        var started = new AgentEvent.ToolStarted { Turn = one.Turn, CallId = one.Id, Name = one.Call.Name, Arguments = Cut(one.Call.InvalidArguments ?? one.Call.Arguments) };
        var step = new Step<CallKept>
        {
            Key = new StepKey("turn", one.Turn, one.Id),
            Name = $"{name}:{one.Call.Name}",
            Input = one.Call.InvalidArguments ?? one.Call.Arguments,
            ResultType = RunJson.Default.CallKept,
            Kind = kind,
            Announce = kind == StepKind.OnceOnly ? [EventPump.ToJobEvent(started)] : [],
            OnUnknown = () => new CallKept { IsError = true, ErrorCode = CallResults.UnknownCode, Milliseconds = 0 },
            Effects = kept => result is null ? UnknownEffects(one) : Effects(one, result, kept),
        };
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
                await _pump.PauseAsync();
                result = answered;
                return new CallKept { IsError = answered.IsError, ErrorCode = answered.ErrorCode, Milliseconds = took };
            },
            cancellationToken);
        return Message(one, result ?? Error(CallResults.UnknownCode, CallResults.UnknownText));
    }

    private async Task<ToolResult> InvokeAsync(OneCall one, Tool tool, StepScope scope, CancellationToken runToken, CancellationToken cancellationToken)
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
        };
        try
        {
            return await _invoker.InvokeAsync(tool, one.Call.Name, JsonElement.Parse(one.Call.Arguments), call, runToken);
        }
        catch (OperationCanceledException) when (runToken.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Error(CallResults.TimeCode, CallResults.TimeText);
        }
    }

    private StepEffects Effects(OneCall one, ToolResult result, CallKept kept) => new()
    {
        With = [Append(Message(one, result))],
        Events =
        [
            .. _pump.Take(),
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

    private readonly record struct OneCall(SessionCall Call, SessionPlace Place)
    {
        public string Id => Call.Id;

        public int Turn => Place.Turn;
    }
}
