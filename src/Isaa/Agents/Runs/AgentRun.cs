using Isaa.Agents.Approvals;
using Isaa.Agents.Calls;
using Isaa.Agents.Control;
using Isaa.Agents.Planning;
using Isaa.Agents.Sessions;
using Isaa.Agents.Turns;
using Isaa.Agents.Usage;
using Isaa.Jobs;
using Isaa.Jobs.Steps;
using Isaa.Models;
using Isaa.Protocol.Events;
using Microsoft.Extensions.AI;

namespace Isaa.Agents.Runs;

/// <summary>One attempt of a run: asks the model, answers its calls, and again, until it has an answer or may not go on.</summary>
internal sealed class AgentRun : IAsyncDisposable
{
    private readonly JobContext _context;
    private readonly RunSetup _setup;
    private readonly TurnJudge _judge;
    private readonly EventPump _pump;
    private readonly ToolRound _round;
    private readonly InnerRound _inner;
    private readonly RunControls _controls;
    private readonly UsageLedger _ledger;
    private readonly AgentOptions _options;
    private RunLimits _limits;
    private RunState _state;
    private SessionMessage? _answer;
    private bool _hasAsked;

    public AgentRun(JobContext context, RunSetup setup, RunState state, RunPorts ports, AgentOptions options)
    {
        _context = context;
        _setup = setup;
        _state = Woken(state, context.Time.GetUtcNow());
        _limits = LimitsFrom(_state.ClockStart(setup.Opening.OpenedAt));
        _ledger = ports.Ledger;
        _options = options;
        _judge = TurnJudge.Of(setup, options);
        _pump = new EventPump(context, options.EventInterval);
        _round = new ToolRound(context, setup, ports.Invoker, _pump, new ApprovalGate(context, setup, ports.Approvals));
        _inner = new InnerRound(context, setup, _pump);
        _controls = new RunControls(context, setup, _pump);
        _answer = setup.Conversation.Answers.LastOrDefault();
    }

    public RunState State => _state;

    /// <summary>The final answer, or the last text there is.</summary>
    public string Text => _state is { Next: RunNext.End, Failure: null }
        ? Begun(_state.CutTurns + 1)
        : _setup.Conversation.Answers.LastOrDefault(a => !string.IsNullOrWhiteSpace(a.Text))?.Text ?? "";

    /// <summary>Runs until it has its answer, fails, or has to wait.</summary>
    public async Task<RunVerdict> RunAsync(AgentEvent opening, CancellationToken cancellationToken)
    {
        if (await BeginAsync(opening, cancellationToken) is { } paused)
        {
            return paused;
        }

        using var clock = Clock();
        using var running = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            while (true)
            {
                await _setup.Children.RefreshAsync(_context, cancellationToken);
                MakeRoom();
                switch (_state.Next)
                {
                    case RunNext.Call:
                        _state = await _inner.RunAsync(_state, _answer!, cancellationToken);
                        _setup.Children.Forget();
                        if (await _round.RunAsync(_state, _answer!, running.Token, cancellationToken) is { } wait)
                        {
                            return await WaitAsync(wait, cancellationToken);
                        }

                        _state = _judge.JudgeResults(_state, _setup.Conversation.Newest(_answer!.Calls.Count));
                        break;
                    case RunNext.Ask when _limits.Check(_setup.Children.AddTo(_state).ForLimits(), Input, _context.Time.GetUtcNow()) is { } exceeded:
                        return new RunVerdict.Failed(exceeded);
                    case RunNext.Ask when await _ledger.FindExcessAsync(_setup.Agent, _setup.Session, _setup.Model, Input, running.Token) is { } excess:
                        return new RunVerdict.Failed(excess);
                    case RunNext.Ask:
                        if (await AskOrWaitAsync(running.Token) is { } away)
                        {
                            return await WaitAsync(away, cancellationToken);
                        }

                        break;
                    default:
                        return _state.Failure is { } failure ? new RunVerdict.Failed(failure) : new RunVerdict.Answered();
                }

                if (await TakeOrdersAsync(cancellationToken) is { } told)
                {
                    return told;
                }
            }
        }
        catch (OperationCanceledException) when (clock.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new RunVerdict.Failed(RunLimits.OutOfTime(_setup.Limits));
        }
    }

    public async ValueTask DisposeAsync() => await _pump.DisposeAsync();

    private RunLimits LimitsFrom(DateTimeOffset start) => new(_setup.Limits, _setup.Model, start);

    private async Task<RunVerdict?> BeginAsync(AgentEvent opening, CancellationToken cancellationToken)
    {
        _pump.Add(opening);
        if (_setup.Recalled.Fault is { } fault)
        {
            _pump.Add(new AgentEvent.Warning { Code = "recall_failed", Message = fault });
        }

        if (_state.Next == RunNext.Call && await _controls.IsToGoOnAsync(cancellationToken))
        {
            // It is taken when the calls have their results; until then its time counts from now.
            _limits = LimitsFrom(_context.Time.GetUtcNow());
        }

        return await TakeOrdersAsync(cancellationToken);
    }

    private async Task<RunVerdict?> TakeOrdersAsync(CancellationToken cancellationToken)
    {
        if (_state.Next == RunNext.Call)
        {
            return null;
        }

        var spent = _state.Spent;
        _state = await _controls.TakeAsync(_state, cancellationToken);
        if (_state.Spent != spent)
        {
            _limits = LimitsFrom(_state.ClockStart(_setup.Opening.OpenedAt));
        }

        return _state.IsPaused ? await WaitAsync(RunControls.Paused, cancellationToken) : null;
    }

    private int Input => _setup.Conversation.EstimatedTokens + _setup.Tools.Shelf.EstimatedTokens(_state.Activity) + _setup.Inner.EstimatedTokens;

    private void MakeRoom()
    {
        var before = _setup.Conversation.EstimatedTokens;
        if (_state.Next == RunNext.Ask && _setup.Conversation.MakeRoom(_setup.Budget, Input - before, _setup.Results))
        {
            _pump.Add(new AgentEvent.ContextReduced { Turn = _state.Turn + 1, Before = before, After = _setup.Conversation.EstimatedTokens, Most = _setup.Budget.Most });
        }
    }

    // The time until the attempt before this one woke does not count.
    private static RunState Woken(RunState state, DateTimeOffset now) => state.WaitingSince is { } since
        ? state with { WaitingSince = null, Waited = state.Waited + (now > since ? now - since : TimeSpan.Zero) }
        : state;

    /// <summary>Keeps since when the run waits and what for.</summary>
    private async Task<RunVerdict> WaitAsync(RunWait wait, CancellationToken cancellationToken)
    {
        _state = _state with { Waits = _state.Waits + 1, WaitingSince = _context.Time.GetUtcNow() };
        await _pump.PauseAsync();
        var step = new Step<RunWait>
        {
            Key = new StepKey("wait", _state.Waits),
            Name = "wait",
            Input = wait.Reason,
            ResultType = RunJson.Default.RunWait,
            Kind = StepKind.Repeatable,
            Effects = _ => new StepEffects
            {
                State = RunStates.Write(_state),
                Events = [.. _pump.Take(), EventPump.ToJobEvent(new AgentEvent.Waiting { For = wait.Reason, Until = wait.Until })],
            },
        };
        await _context.RunStepAsync(step, (_, _) => Task.FromResult(wait), cancellationToken);
        return new RunVerdict.Waiting(wait);
    }

    private CancellationTokenSource Clock()
    {
        var left = _limits.TimeLeft(_context.Time.GetUtcNow());
        return left is null ? new CancellationTokenSource()
            : new CancellationTokenSource(left > TimeSpan.Zero ? left.Value : TimeSpan.Zero, _context.Time);
    }

    /// <summary>Asks the model; when it is away, what the run waits for.</summary>
    private async Task<RunWait?> AskOrWaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(cancellationToken);
            return null;
        }
        catch (ModelException e) when (ModelOutage.Find(_state, e, _options, _context.Time.GetUtcNow()) is { } away)
        {
            _state = away.State;
            return away.Wait;
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        var turn = _state.Turn + 1;
        Judgement? judged = null;
        ModelAnswer? answer = null;
        var step = new Step<TurnKept>
        {
            Key = new StepKey("turn", turn),
            Name = "model",
            Input = $"{_setup.Agent.Name}@{_setup.Agent.Version} {_setup.Model.Name}",
            ResultType = RunJson.Default.TurnKept,
            Kind = StepKind.Repeatable,
            Effects = _ => Effects(judged!, answer!),
        };
        _pump.Add(new AgentEvent.TurnStarted { Turn = turn, IsRepeat = _setup.Opening.IsAgain && !_hasAsked });
        _hasAsked = true;
        await _context.RunStepAsync(
            step,
            async (_, token) =>
            {
                answer = await ModelAsk.RunAsync(_setup.Route, _setup.Conversation.With(ActivityPrompt.Of(_state.ForLimits(), _setup.Limits.Turns, _setup.Before)), Options(), turn, _pump, _context.Time, token);
                judged = _judge.Judge(_state, answer, Begun(_state.CutTurns));
                judged = judged with { State = judged.State with { Activity = _setup.Tools.Shelf.Use(judged.State.Activity, answer.Calls.Select(c => c.Name)) } };
                await _pump.PauseAsync();
                return new TurnKept { Usage = answer.Usage, Calls = answer.Calls.Count, Finish = answer.Finish };
            },
            cancellationToken);
        Take(judged!);
    }

    private void Take(Judgement judged)
    {
        _state = judged.State;
        _answer = judged.Answer;
        _setup.Conversation.Add(judged.Answer);
        if (judged.Feedback is { } feedback)
        {
            _setup.Conversation.Add(feedback);
        }
    }

    private StepEffects Effects(Judgement judged, ModelAnswer answer) => new()
    {
        State = RunStates.Write(judged.State),
        With =
        [
            new SessionAppend
            {
                Tenant = _setup.Agent.Tenant,
                Session = _setup.Session,
                Messages = judged.Feedback is { } feedback ? [judged.Answer, feedback] : [judged.Answer],
            },
            _ledger.Entry(_setup.Agent, _setup.Session, _context.Id, answer.Model, answer.Usage, answer.CostUsd),
        ],
        Events = [.. _pump.Take(), EventPump.ToJobEvent(Completed(judged, answer)), .. judged.Warnings.Select(EventPump.ToJobEvent)],
    };

    private AgentEvent.TurnCompleted Completed(Judgement judged, ModelAnswer answer) => new()
    {
        Turn = judged.State.Turn,
        Usage = answer.Usage,
        CostUsd = answer.CostUsd,
        Model = answer.Model == _setup.Model.Name ? null : answer.Model,
        Text = answer.Text.Length > 0 ? answer.Text : null,
        Calls = [.. answer.Calls.Select(c => new AgentCall { CallId = c.Id, Name = c.Name })],
        Finish = answer.Finish,
        Milliseconds = answer.Milliseconds,
    };

    private List<AITool> Tools => _state.IsLast ? [] : [.. _setup.Tools.Shelf.Shown(_state.Activity), .. _setup.Inner.Declarations];

    private ChatOptions Options()
    {
        var sampling = _setup.Agent.Definition.Sampling;
        return new ChatOptions
        {
            Tools = Tools is { Count: > 0 } tools ? tools : null,
            Temperature = (float?)sampling.Temperature,

            // What changes nothing is not sent: some services refuse even the neutral values.
            TopP = sampling.TopP == 1 ? null : (float)sampling.TopP,
            FrequencyPenalty = sampling.FrequencyPenalty == 0 ? null : (float)sampling.FrequencyPenalty,
            PresencePenalty = sampling.PresencePenalty == 0 ? null : (float)sampling.PresencePenalty,
            MaxOutputTokens = _limits.OutputCap(_setup.Children.AddTo(_state).ForLimits(), Input),
            ResponseFormat = _setup.Schema is { } schema ? ChatResponseFormat.ForJsonSchema(schema.Definition, "answer") : null,
        };
    }

    /// <summary>The text of the last so many answers, which belong together.</summary>
    private string Begun(int answers) => string.Concat(_setup.Conversation.Answers.TakeLast(answers).Select(a => a.Text));
}
