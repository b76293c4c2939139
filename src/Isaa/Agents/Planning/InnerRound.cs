using System.Text.Json;
using Isaa.Agents.Calls;
using Isaa.Agents.Memory;
using Isaa.Agents.Runs;
using Isaa.Agents.Sessions;
using Isaa.Agents.Turns;
using Isaa.Jobs;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Store;
using Isaa.Protocol.Events;

namespace Isaa.Agents.Planning;

/// <summary>
/// Answers a turn's calls of inner tools, one after the other and before all others: each result joins the session in one commit with the activity it
/// changed, so neither can be there without the other.
/// </summary>
/// <param name="context">The attempt.</param>
/// <param name="setup">What the run works with.</param>
/// <param name="pump">The run's live events.</param>
internal sealed class InnerRound(JobContext context, RunSetup setup, EventPump pump)
{
    /// <summary>Answers those that have no result yet.</summary>
    /// <returns>The run's state with the activity as it is afterwards.</returns>
    public async Task<RunState> RunAsync(RunState state, SessionMessage answer, CancellationToken cancellationToken)
    {
        for (var i = 0; i < answer.Calls.Count; i++)
        {
            var call = answer.Calls[i];
            if (setup.Inner.Find(call.Name) is { } tool && call.InvalidArguments is null && state.Skipped.All(s => s.Index != i) && setup.Conversation.FindResult(call.Id) is null)
            {
                state = await AnswerAsync(state, tool, call, answer.Place with { Part = i + 1 }, cancellationToken);
            }
        }

        return state;
    }

    private async Task<RunState> AnswerAsync(RunState before, InnerTool tool, SessionCall call, SessionPlace place, CancellationToken cancellationToken)
    {
        var answered = tool.Apply(before.Activity, JsonElement.Parse(call.Arguments), setup.Agent.Definition.Reasoning);
        var change = answered.Change is { } asked ? RunMind.Complete(asked, context.Id, new OneCall(call, place), context.Time.GetUtcNow()) : null;
        if (change is not null && setup.Mind.FindFault(change) is { } fault)
        {
            (answered, change) = (InnerAnswer.Refused(before.Activity, fault), null);
        }

        var after = Progress(before with { Activity = answered.Activity }, before.Activity);
        var result = new SessionMessage
        {
            Place = place,
            Role = SessionRole.Tool,
            CallId = call.Id,
            Text = answered.Text,
            IsError = answered.ErrorCode is not null,
            ErrorCode = answered.ErrorCode,
        };
        pump.Add(new AgentEvent.ToolStarted { Turn = place.Turn, CallId = call.Id, Name = call.Name, Arguments = ToolRound.Cut(call.Arguments) });
        await pump.PauseAsync();
        var step = new Step<CallKept>
        {
            Key = new StepKey("turn", place.Turn, call.Id),
            Name = $"inner:{call.Name}",
            Input = call.Arguments,
            ResultType = RunJson.Default.CallKept,
            Kind = StepKind.Repeatable,
            Effects = _ => new StepEffects
            {
                State = RunStates.Write(after),
                With = Writes(result, change),
                Events = [.. pump.Take(), .. Events(before, after, result, call.Name).Select(EventPump.ToJobEvent)],
            },
        };
        await context.RunStepAsync(
            step,
            (_, _) => Task.FromResult(new CallKept { IsError = result.IsError, ErrorCode = result.ErrorCode, Milliseconds = 0 }),
            cancellationToken);
        setup.Conversation.Keep(result);
        if (change is not null)
        {
            setup.Mind.Take(change);
        }

        return after;
    }

    private IReadOnlyList<StoreWrite> Writes(SessionMessage result, AgentStateChange? change)
    {
        var append = new SessionAppend { Tenant = setup.Agent.Tenant, Session = setup.Session, Messages = [result] };
        return change is null ? [append] : [append, new AgentStateWrite { Tenant = setup.Agent.Tenant, Agent = setup.Agent.Name, Changes = [change] }];
    }

    // Whoever gets a step done is not stuck.
    private static RunState Progress(RunState state, ActivityContext before) => Done(state.Activity) > Done(before)
        ? state with { Recoveries = 0, FailedTurns = 0, Advice = null }
        : state;

    private static int Done(ActivityContext activity) => activity.Plan?.Steps.Count(s => s.State == Protocol.Agents.Plans.PlanStepState.Done) ?? 0;

    private static IEnumerable<AgentEvent> Events(RunState before, RunState after, SessionMessage result, string name)
    {
        yield return new AgentEvent.ToolCompleted
        {
            Turn = result.Place.Turn,
            CallId = result.CallId!,
            Name = name,
            IsError = result.IsError,
            ErrorCode = result.ErrorCode,
            Text = ToolRound.Cut(result.Text),
            Milliseconds = 0,
        };
        if (after.Activity.Plan is { } plan && !ReferenceEquals(plan, before.Activity.Plan))
        {
            yield return new AgentEvent.PlanChanged { Plan = plan };
        }
    }
}
