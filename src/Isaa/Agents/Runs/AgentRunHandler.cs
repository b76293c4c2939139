using System.Diagnostics;
using Isaa.Agents.Calls;
using Isaa.Agents.Control;
using Isaa.Agents.Mcp;
using Isaa.Agents.Registry;
using Isaa.Agents.Sessions;
using Isaa.Agents.Tracing;
using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Protocol.Agents;
using Isaa.Protocol.Events;

namespace Isaa.Agents.Runs;

/// <summary>Runs agents: job kind <c>agent.run</c>.</summary>
internal sealed class AgentRunHandler : IJobHandler<AgentRunJob>
{
    private static readonly TimeSpan UnboundWait = TimeSpan.FromSeconds(2);

    private readonly RunPreparation _preparation;
    private readonly SessionGate _gate;
    private readonly RunPorts _ports;
    private readonly AgentOptions _options;

    public AgentRunHandler(RunPreparation preparation, SessionGate gate, RunPorts ports, AgentOptions options)
    {
        _preparation = preparation;
        _gate = gate;
        _ports = ports;
        _options = options;
    }

    public async Task<JobOutcome> RunAsync(AgentRunJob arguments, JobContext context, CancellationToken cancellationToken)
    {
        var ending = new RunEnding(arguments, context);
        using var trace = new RunTrace(arguments, context.Job, ending.Session, context.Time);
        var outcome = await RunAsync(arguments, context, ending, cancellationToken);
        trace.Take(ending.Used, outcome);
        return outcome;
    }

    private async Task<JobOutcome> RunAsync(AgentRunJob arguments, JobContext context, RunEnding ending, CancellationToken cancellationToken)
    {
        try
        {
            var agent = await _preparation.GetAgentAsync(arguments, context.Job.Tenant, cancellationToken);
            if (_preparation.FindUnbound(agent) is { Count: > 0 } unbound)
            {
                return new JobOutcome.Snoozed { For = UnboundWait, Reason = $"no program here brings the tools {string.Join(", ", unbound)} of agent '{agent.Name}'" };
            }

            var opening = await _gate.OpenAsync(arguments, context.Job, ending.Session, cancellationToken);
            return opening.IsOpen
                ? await RunOpenAsync(arguments, context, agent, opening, ending, cancellationToken)
                : new JobOutcome.Suspended { Jobs = [opening.BlockedBy!.Value] };
        }
        catch (McpOutageException e)
        {
            return ending.Interrupt(e);
        }
        catch (IsaaException e) when (!e.Code.StartsWith("store_", StringComparison.Ordinal))
        {
            return ending.Fail(new AgentRunError { Code = e.Code, Message = e.Message });
        }
        catch (OperationCanceledException) when (context.CancelReason is not null)
        {
            return ending.Cancel(context.CancelReason!);
        }
    }

    private async Task<JobOutcome> RunOpenAsync(
        AgentRunJob arguments, JobContext context, AgentVersion agent, SessionOpening opening, RunEnding ending, CancellationToken cancellationToken)
    {
        var state = RunStates.Read(context.State);
        using var setup = await _preparation.PrepareAsync(arguments, agent, ending.Session, opening, state, cancellationToken);
        await using var run = new AgentRun(context, setup, state, _ports, _options);
        ending.Follow(setup, run);
        return await run.RunAsync(Opening(arguments, context, setup, run.State), cancellationToken) switch
        {
            RunVerdict.Answered => ending.Complete(),
            RunVerdict.Failed failed => ending.Fail(failed.Error),
            RunVerdict.Waiting waiting => RunEnding.Wait(waiting.Wait, context.Time.GetUtcNow()),
            _ => throw new UnreachableException(),
        };
    }

    private static AgentEvent Opening(AgentRunJob arguments, JobContext context, RunSetup setup, RunState state) => setup.Opening.IsAgain
        ? new AgentEvent.RunResumed { Attempt = context.Job.Started, Turns = state.Turn }
        : new AgentEvent.RunStarted
        {
            Agent = setup.Agent.Name,
            Version = setup.Agent.Version,
            Model = setup.Model.Name,
            Session = setup.Session,
            Folder = arguments.Folder,
            ChosenBecause = arguments.ChosenBecause,
            IsScripted = setup.Model.IsScripted,
        };
}
