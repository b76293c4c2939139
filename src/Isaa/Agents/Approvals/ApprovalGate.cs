using System.Text.Json;
using Isaa.Agents.Calls;
using Isaa.Agents.Control;
using Isaa.Agents.Runs;
using Isaa.Agents.Settings;
using Isaa.Agents.Turns;
using Isaa.Jobs;
using Isaa.Jobs.Signals;
using Isaa.Jobs.Steps;
using Isaa.Jobs.Waits;
using Isaa.Protocol.Events;
using Isaa.Tools;

namespace Isaa.Agents.Approvals;

/// <summary>Lets a tool call of one run pass, refuses it, or has it wait for a person.</summary>
/// <param name="context">The run.</param>
/// <param name="setup">What the attempt works with.</param>
/// <param name="store">Keeps the questions and the answers.</param>
internal sealed class ApprovalGate(JobContext context, RunSetup setup, IApprovalStore store)
{
    /// <summary>What is to happen to a call.</summary>
    public async Task<Passage> PassAsync(Tool tool, OneCall call, CancellationToken cancellationToken)
    {
        var (action, reason) = setup.Approval.Judge(tool);
        switch (action)
        {
            case ApprovalAction.Allow:
                return Passage.Free;
            case ApprovalAction.Deny:
                return Passage.Refuse("tool_denied", $"not run: {reason}. Do the task without this call, or say that it cannot be done.");
            default:
                return await AskAsync(tool, call, reason, cancellationToken);
        }
    }

    private async Task<Passage> AskAsync(Tool tool, OneCall call, string reason, CancellationToken cancellationToken)
    {
        var toolHash = ApprovalHash.OfTool(tool.Function);
        var id = ApprovalHash.IdOf(context.Id, call.Turn, call.Id);
        var known = await store.FindAsync(setup.Agent.Tenant, id, cancellationToken);
        if (known?.State == ApprovalState.Withdrawn)
        {
            // An earlier attempt ended the run while this was asked; nobody can answer it any more, and the run goes on again.
            return Passage.Refuse("approval_withdrawn", "not run: the run ended while a person was asked about this call. Make it again if it is still needed; a person is then asked again.");
        }

        if (known is null && await store.IsGrantedAsync(setup.Agent.Tenant, setup.Session, toolHash, cancellationToken))
        {
            return Passage.Free;
        }

        var asked = known ?? await OpenAsync(tool, call, id, toolHash, reason, cancellationToken);
        try
        {
            await WaitAsync(asked, call, cancellationToken);
        }
        catch (JobSuspendedException)
        {
            return Passage.Hold(new RunWait { Reason = "approval", Signals = [ApprovalHash.SignalOf(id)], Until = asked.ExpiresAt });
        }

        var answered = await store.FindAsync(setup.Agent.Tenant, id, cancellationToken) ?? asked;
        return answered.State switch
        {
            ApprovalState.Approved or ApprovalState.Used when answered.Hash != ApprovalHash.OfCall(toolHash, call.Call.Arguments, context.Id, call.Turn, call.Id) =>
                Passage.Refuse("approval_changed", $"not run: {tool.Function.Name} is no longer the tool that was approved. Call it again if it is still needed; a person is then asked again."),
            ApprovalState.Approved or ApprovalState.Used => Passage.Approve(answered),
            ApprovalState.Denied => Passage.Refuse("approval_denied", $"not run: a person refused this call{Said(answered)}. Do not make it again; find another way, or say what cannot be done."),
            _ => Passage.Refuse("approval_expired", "not run: nobody approved this call in time. Go on without it, or say what is left open."),
        };
    }

    private async Task<Approval> OpenAsync(Tool tool, OneCall call, Guid id, string toolHash, string reason, CancellationToken cancellationToken)
    {
        var now = context.Time.GetUtcNow();
        var asked = new Approval
        {
            Id = id,
            Tenant = setup.Agent.Tenant,
            Run = context.Id,
            Session = setup.Session,
            Agent = setup.Agent.Name,
            Turn = call.Turn,
            CallId = call.Id,
            Tool = tool.Function.Name,
            Arguments = call.Call.Arguments,
            Hash = ApprovalHash.OfCall(toolHash, call.Call.Arguments, context.Id, call.Turn, call.Id),
            Risk = tool.Risk,
            Reason = reason,
            State = ApprovalState.Pending,
            AskedAt = now,
            ExpiresAt = setup.Approval.Expiry is { } expiry ? now + expiry : null,
        };
        var told = new AgentEvent.ApprovalAsked
        {
            Approval = $"{id:N}",
            Turn = call.Turn,
            CallId = call.Id,
            Name = asked.Tool,
            Arguments = ToolRound.Cut(asked.Arguments),
            Risk = ToolRiskNames.Of(asked.Risk),
            Reason = reason,
            ExpiresAt = asked.ExpiresAt,
        };
        await context.WriteAsync([new ApprovalAsk { Approval = asked, ToolHash = toolHash }], [EventPump.ToJobEvent(told)], cancellationToken);
        return asked;
    }

    private Task<SignalOutcome<JsonElement>> WaitAsync(Approval asked, OneCall call, CancellationToken cancellationToken)
    {
        var step = new SignalStep<JsonElement>
        {
            Key = new StepKey("turn", call.Turn, $"{call.Id}/approval"),
            Signal = ApprovalHash.SignalOf(asked.Id),
            BodyType = RunJson.Default.JsonElement,
            Timeout = asked.ExpiresAt is { } end ? Positive(end - context.Time.GetUtcNow()) : null,
            Effects = outcome => new StepEffects
            {
                With = outcome.IsReceived ? [] : [new ApprovalExpire { Id = asked.Id }],
                Events = [EventPump.ToJobEvent(new AgentEvent.ApprovalSettled { Approval = $"{asked.Id:N}", Turn = call.Turn, CallId = call.Id, IsDecided = outcome.IsReceived })],
            },
        };
        return context.WaitForSignalAsync(step, cancellationToken);
    }

    private static TimeSpan Positive(TimeSpan left) => left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private static string Said(Approval answered) => answered.Note is { Length: > 0 } note ? $" and said: {note}" : "";
}
