using Isaa.Agents.Context;
using Isaa.Agents.Runs;
using Isaa.Agents.Sessions;
using Isaa.Agents.Turns;
using Isaa.Jobs;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Steps;
using Isaa.Protocol.Events;

namespace Isaa.Agents.Control;

/// <summary>Takes what people tell a run between its turns: to pause, to go on, to do something else. Each is taken once, in one commit with what it changes.</summary>
/// <param name="context">The attempt.</param>
/// <param name="setup">What the run works with.</param>
/// <param name="pump">The run's live events.</param>
internal sealed class RunControls(JobContext context, RunSetup setup, EventPump pump)
{
    /// <summary>What a paused run waits for.</summary>
    public static RunWait Paused { get; } = new() { Reason = RunSignals.Resume, Signals = [RunSignals.Resume] };

    /// <summary>Takes all that has come. Call it when no call of the newest turn is open.</summary>
    /// <returns>The run's state, with what was said added to the conversation.</returns>
    public async Task<RunState> TakeAsync(RunState state, CancellationToken cancellationToken)
    {
        while (await NextAsync(state, cancellationToken) is { } signal)
        {
            state = await TakeAsync(state, signal, cancellationToken);
        }

        return state;
    }

    /// <summary>Whether a person has let the run go on, which it has not taken yet.</summary>
    public async Task<bool> IsToGoOnAsync(CancellationToken cancellationToken) =>
        (await context.ReadSignalNamesAsync(cancellationToken)).Contains(RunSignals.Resume);

    // What was said comes before the pause, so that it is not lost behind it; going on is looked for last.
    private async Task<string?> NextAsync(RunState state, CancellationToken cancellationToken)
    {
        var names = await context.ReadSignalNamesAsync(cancellationToken);
        return names.Contains(RunSignals.Steer) ? RunSignals.Steer
            : !state.IsPaused && names.Contains(RunSignals.Pause) ? RunSignals.Pause
            : names.Contains(RunSignals.Resume) ? RunSignals.Resume
            : null;
    }

    private async Task<RunState> TakeAsync(RunState before, string signal, CancellationToken cancellationToken)
    {
        var after = before;
        SessionMessage? said = null;
        await setup.Children.RefreshAsync(context, cancellationToken);
        await pump.PauseAsync();
        var pending = pump.Take();
        await context.WaitForSignalAsync(
            new SignalStep<RunOrder>
            {
                Key = new StepKey("control", before.Controls),
                Signal = signal,
                BodyType = RunJson.Default.RunOrder,
                Timeout = TimeSpan.Zero,
                Effects = taken =>
                {
                    said = taken.Body?.Text is { Length: > 0 } text ? Said(before, text) : null;
                    after = Apply(taken.Body is { IsRenewed: true } ? Renew(before, setup.Children.AddTo(before), context.Time.GetUtcNow()) : before, signal, said is not null);
                    return new StepEffects
                    {
                        State = RunStates.Write(after),
                        With = said is null ? [] : [new SessionAppend { Tenant = setup.Agent.Tenant, Session = setup.Session, Messages = [said] }],
                        Events = [.. pending, EventPump.ToJobEvent(Event(signal, taken.Body ?? new RunOrder()))],
                    };
                },
            },
            cancellationToken);
        if (said is not null)
        {
            setup.Conversation.Add(said);
        }

        return after;
    }

    private static RunState Renew(RunState state, RunState withChildren, DateTimeOffset now) => state with
    {
        Next = state.Next == RunNext.End ? RunNext.Ask : state.Next,
        Failure = null,
        IsLast = false,
        Advice = null,
        RecentCalls = [],
        Recoveries = 0,
        FailedTurns = 0,
        Revisions = 0,
        EmptyTurns = 0,
        CutTurns = 0,
        Repairs = 0,
        Waited = TimeSpan.Zero,
        Spent = RunSpent.Of(withChildren, now),
    };

    // Whoever speaks to a run that has its answer wants another one.
    private static RunState Apply(RunState state, string signal, bool hasText) => state with
    {
        Controls = state.Controls + 1,
        IsPaused = signal == RunSignals.Pause || (signal != RunSignals.Resume && state.IsPaused),
        Next = hasText && state is { Next: RunNext.End, Failure: null } ? RunNext.Ask : state.Next,
        CutTurns = hasText ? 0 : state.CutTurns,
    };

    private SessionMessage Said(RunState state, string text) => new()
    {
        Place = new SessionPlace(setup.Opening.Number, state.Turn, PromptEntry.PeoplePart + state.Controls),
        Role = SessionRole.User,
        Text = text,
    };

    private static AgentEvent Event(string signal, RunOrder order) => signal switch
    {
        RunSignals.Pause => new AgentEvent.Paused { Reason = order.Reason },
        RunSignals.Resume => new AgentEvent.Continued { Text = order.Text },
        _ => new AgentEvent.Steered { Text = order.Text ?? "" },
    };
}
