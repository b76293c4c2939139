using System.ComponentModel;
using Isaa.Agents.Calls;
using Isaa.Agents.Registry;
using Isaa.Agents.SubAgents;
using Isaa.Diagnostics;
using Isaa.Jobs.Steps;
using Isaa.Protocol.Agents;
using Isaa.Tools;

namespace Isaa.Agents.Messages;

/// <summary>Lets an agent write to another one and wait for the answer without a slot.</summary>
/// <param name="children">Adds and finds the runs that answer.</param>
/// <param name="agents">The agents there are.</param>
/// <param name="options">How agents run.</param>
internal sealed class AgentMessageTools(ChildRuns children, AgentRegistry agents, AgentOptions options)
{
    /// <summary>The tool's name.</summary>
    public const string SendName = "SendMessageToAgent";

    [Tool(SendName, Aliases = ["send_message_to_agent"], Categories = ["agents"], Kind = StepKind.Repeatable, Risk = ToolRisk.Write)]
    [Description("Sends a message to another agent. It works on it in a conversation that goes on from message to message.")]
    public async Task<object> SendAsync(
        [Description("The agent's name")] string agent,
        [Description("The message")] string message,
        ToolCallContext context,
        CancellationToken cancellationToken,
        [Description("true: wait for its answer (default). false: only deliver the message")] bool needs_answer = true,
        [Description("How many seconds to wait for the answer; then its work is stopped")] int timeout = 3_600)
    {
        if (timeout is < 1 or > 604_800)
        {
            throw new IsaaException("invalid_arguments", "timeout is 1 to 604800 seconds.");
        }

        return await CallAsync(RunOf(context), agent, message, needs_answer, TimeSpan.FromSeconds(timeout), cancellationToken);
    }

    /// <summary>Has an agent work on a message and waits for its answer if need be. The same call again finds what it did.</summary>
    public async Task<object> CallAsync(CallingRun run, string agent, string message, bool needsAnswer, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var id = ChildRuns.IdOf(run);
        if (await children.FindAsync(run, id.ToString(), cancellationToken) is null)
        {
            await run.Setup.Children.InTurnAsync(() => AddAsync(run, agent, message, needsAnswer, timeout, cancellationToken));
        }

        if (!needsAnswer)
        {
            return $"delivered to {agent} as run {id}";
        }

        if (await ChildRuns.WaitAsync(run, "message", [id], timeout: null, cancellationToken) is { } wait)
        {
            return wait;
        }

        var (state, job) = (await children.FindAsync(run, id.ToString(), cancellationToken))!.Value;
        return ChildRuns.ResultOf(state) is { Status: AgentRunStatus.Completed } result ? result.Text
            : state.Error?.Code == "job_timeout" ? throw new IsaaException("message_timeout", $"Agent '{job.Agent}' gave no answer in time; its work was stopped.")
            : throw new IsaaException("message_failed", $"Agent '{job.Agent}' gave no answer: {ChildRuns.ResultOf(state)?.Error?.Message ?? state.Error?.Message ?? "its run was cancelled"}");
    }

    private static CallingRun RunOf(ToolCallContext context) => context.Caller as CallingRun
        ?? throw new IsaaException("tool_refused", "This tool works on runs of agents and can be called by one only.");

    private async Task AddAsync(CallingRun run, string agent, string message, bool needsAnswer, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var target = await agents.GetAsync(agent, run.Setup.Agent.Tenant, cancellationToken);
        var origin = RunOrigins.Next(run);
        if (needsAnswer && origin.Callers.Contains(target.Name))
        {
            throw new IsaaException("agent_cycle",
                $"'{target.Name}' waits for this very answer ({string.Join(" waits for ", [.. origin.Callers, target.Name])}); it cannot be asked. Answer with what you know.");
        }

        if (origin.ChainDepth <= 0)
        {
            throw new IsaaException("chain_depth", "This run may call no other agents: it is as deep as its agent's maxChainDepth allows. Do the task yourself.");
        }

        var all = await ChildRuns.ListAsync(run, cancellationToken);
        var settings = run.Setup.Agent.Definition.SubAgents;
        if (all.Count >= settings.MaxRuns)
        {
            throw new IsaaException("sub_agent_limit", $"This run has started {all.Count} runs, all that subAgents.maxRuns allows. Do the rest yourself.");
        }

        await children.AddAsync(
            run,
            $"{target.Name}@{target.Version}",
            $"[message from agent '{run.Setup.Agent.Name}']\n{message}",
            new AgentRunOptions
            {
                Session = $"{run.Setup.Session}__with__{target.Name}",
                Limits = ChildBudget.Of(run, new AgentLimits(), settings, all, await children.ReservedAsync(all, cancellationToken)),
                Origin = origin with { ChainDepth = origin.ChainDepth - 1, Callers = needsAnswer ? origin.Callers : [], Tools = null },
                Approval = run.Arguments.Approval,
                Retry = options.Retry,
                Tags = ["message"],
            },
            cancellationToken,
            timeout,
            outlivesParent: !needsAnswer);
    }
}
