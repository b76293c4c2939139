using Isaa.Protocol.Agents;
using Isaa.Protocol.Agents.Plans;

namespace Isaa.Protocol.Events;

/// <summary>
/// What happens in an agent run, as the event log keeps it. The order within a run is the order of the log; turns count from 1. After a crash a
/// turn that was not finished begins anew with a second <see cref="TurnStarted"/> of the same number: its text so far is void.
/// </summary>
public abstract record AgentEvent
{
    private AgentEvent()
    {
    }

    /// <summary><c>agent.run.started</c>: the run has its agent, model and session.</summary>
    public sealed record RunStarted : AgentEvent
    {
        /// <summary>The agent's name.</summary>
        public required string Agent { get; init; }

        /// <summary>The version of its definition.</summary>
        public required int Version { get; init; }

        /// <summary>Why this agent, when none was named; null when one was.</summary>
        public string? ChosenBecause { get; init; }

        /// <summary>The model, as <c>provider/model</c>.</summary>
        public required string Model { get; init; }

        /// <summary>The session's id.</summary>
        public required string Session { get; init; }

        /// <summary>The folder it works in, as an absolute path; null for none.</summary>
        public string? Folder { get; init; }

        /// <summary>True for a playbook, which is not a language model.</summary>
        public bool IsScripted { get; init; }
    }

    /// <summary><c>agent.run.resumed</c>: a later attempt goes on where an earlier one stopped.</summary>
    public sealed record RunResumed : AgentEvent
    {
        /// <summary>The attempt, from 2.</summary>
        public required int Attempt { get; init; }

        /// <summary>Turns that are kept and not asked again.</summary>
        public required int Turns { get; init; }
    }

    /// <summary><c>agent.turn.started</c>: the model is being asked.</summary>
    public sealed record TurnStarted : AgentEvent
    {
        /// <summary>The turn, from 1.</summary>
        public required int Turn { get; init; }

        /// <summary>True when the same turn may have been asked and paid for before, because a process died before its answer was kept.</summary>
        public bool IsRepeat { get; init; }
    }

    /// <summary><c>agent.text</c>: a piece of the model's text.</summary>
    public sealed record TextDelta : AgentEvent
    {
        /// <summary>The turn.</summary>
        public required int Turn { get; init; }

        /// <summary>The text to append.</summary>
        public required string Delta { get; init; }
    }

    /// <summary><c>agent.reasoning</c>: a piece of what the model thinks, where its service shows it. It is no part of the answer and not kept in the session.</summary>
    public sealed record ReasoningDelta : AgentEvent
    {
        /// <summary>The turn.</summary>
        public required int Turn { get; init; }

        /// <summary>The text to append.</summary>
        public required string Delta { get; init; }
    }

    /// <summary><c>agent.context.reduced</c>: the prompt was too large; older parts of it are shown shorter from this turn on. The session keeps all of them.</summary>
    public sealed record ContextReduced : AgentEvent
    {
        /// <summary>The turn that is asked next.</summary>
        public required int Turn { get; init; }

        /// <summary>The messages' estimated tokens before.</summary>
        public required int Before { get; init; }

        /// <summary>The messages' estimated tokens after.</summary>
        public required int After { get; init; }

        /// <summary>The most a prompt may have.</summary>
        public required int Most { get; init; }
    }

    /// <summary><c>agent.turn.completed</c>: the model's answer is kept.</summary>
    public sealed record TurnCompleted : AgentEvent
    {
        /// <summary>The turn.</summary>
        public required int Turn { get; init; }

        /// <summary>The tokens of this turn.</summary>
        public required TokenUsage Usage { get; init; }

        /// <summary>The model that answered, when it was not the one the run chose; null when it was.</summary>
        public string? Model { get; init; }

        /// <summary>The cost of this turn in US dollars; null when the price is not known.</summary>
        public decimal? CostUsd { get; init; }

        /// <summary>The whole text; null when the model wrote none.</summary>
        public string? Text { get; init; }

        /// <summary>The tool calls asked for, in order.</summary>
        public IReadOnlyList<AgentCall> Calls { get; init; } = [];

        /// <summary>Why the model stopped: <c>stop</c>, <c>tool_calls</c>, <c>length</c>, <c>content_filter</c> or the provider's own word.</summary>
        public required string Finish { get; init; }

        /// <summary>How long the call took, in milliseconds.</summary>
        public required long Milliseconds { get; init; }
    }

    /// <summary><c>agent.tool.started</c>: a tool is about to be called.</summary>
    public sealed record ToolStarted : AgentEvent
    {
        /// <summary>The turn that asked for it.</summary>
        public required int Turn { get; init; }

        /// <summary>The call's id.</summary>
        public required string CallId { get; init; }

        /// <summary>The tool's name.</summary>
        public required string Name { get; init; }

        /// <summary>The arguments as JSON text, cut to 2,000 characters.</summary>
        public required string Arguments { get; init; }
    }

    /// <summary><c>agent.tool.completed</c>: a call has its result.</summary>
    public sealed record ToolCompleted : AgentEvent
    {
        /// <summary>The turn that asked for it.</summary>
        public required int Turn { get; init; }

        /// <summary>The call's id.</summary>
        public required string CallId { get; init; }

        /// <summary>The tool's name.</summary>
        public required string Name { get; init; }

        /// <summary>True when the tool failed or was not run; the model is told.</summary>
        public required bool IsError { get; init; }

        /// <summary>The error's code; null when there is none.</summary>
        public string? ErrorCode { get; init; }

        /// <summary>The result's text, cut to 2,000 characters.</summary>
        public required string Text { get; init; }

        /// <summary>How long the call took, in milliseconds; 0 when it was not run.</summary>
        public required long Milliseconds { get; init; }
    }

    /// <summary><c>agent.approval.asked</c>: a call waits for a person.</summary>
    public sealed record ApprovalAsked : AgentEvent
    {
        /// <summary>The approval's id.</summary>
        public required string Approval { get; init; }

        /// <summary>The turn that asked for the call.</summary>
        public required int Turn { get; init; }

        /// <summary>The call's id.</summary>
        public required string CallId { get; init; }

        /// <summary>The tool's name.</summary>
        public required string Name { get; init; }

        /// <summary>The arguments as the model wrote them; long ones are cut.</summary>
        public required string Arguments { get; init; }

        /// <summary>What harm the call can do: <c>read</c>, <c>write</c>, <c>execute</c> or <c>outward</c>.</summary>
        public required string Risk { get; init; }

        /// <summary>Why a person is asked.</summary>
        public required string Reason { get; init; }

        /// <summary>When the call is refused if nobody has answered; null for never.</summary>
        public DateTimeOffset? ExpiresAt { get; init; }
    }

    /// <summary><c>agent.approval.settled</c>: the call waits no longer.</summary>
    public sealed record ApprovalSettled : AgentEvent
    {
        /// <summary>The approval's id.</summary>
        public required string Approval { get; init; }

        /// <summary>The turn that asked for the call.</summary>
        public required int Turn { get; init; }

        /// <summary>The call's id.</summary>
        public required string CallId { get; init; }

        /// <summary>True when a person decided, false when nobody did in time. What was decided, the approval says.</summary>
        public required bool IsDecided { get; init; }
    }

    /// <summary><c>agent.tool.unknown</c>: the process died while a tool ran that may not be repeated; whether it took effect is not known.</summary>
    public sealed record ToolUnknown : AgentEvent
    {
        /// <summary>The turn that asked for it.</summary>
        public required int Turn { get; init; }

        /// <summary>The call's id.</summary>
        public required string CallId { get; init; }

        /// <summary>The tool's name.</summary>
        public required string Name { get; init; }
    }

    /// <summary><c>agent.warning</c>: something is off and the run goes on.</summary>
    public sealed record Warning : AgentEvent
    {
        /// <summary>A stable code in lower snake case.</summary>
        public required string Code { get; init; }

        /// <summary>What, in one or two sentences.</summary>
        public required string Message { get; init; }
    }

    /// <summary><c>agent.plan.changed</c>: the run has a plan, or its plan stands otherwise than before.</summary>
    public sealed record PlanChanged : AgentEvent
    {
        /// <summary>The plan as it stands.</summary>
        public required RunPlan Plan { get; init; }
    }

    /// <summary><c>agent.waiting</c>: the run has given its slot back and goes on when something comes.</summary>
    public sealed record Waiting : AgentEvent
    {
        /// <summary>What for: <c>resume</c>, <c>approval</c>, <c>children</c>, <c>message</c>, or several of them with commas between.</summary>
        public required string For { get; init; }

        /// <summary>When it goes on although nothing came; null for never.</summary>
        public DateTimeOffset? Until { get; init; }
    }

    /// <summary><c>agent.paused</c>: somebody told the run to pause; it waits for <c>resume</c>.</summary>
    public sealed record Paused : AgentEvent
    {
        /// <summary>Why; null when nobody said.</summary>
        public string? Reason { get; init; }
    }

    /// <summary><c>agent.continued</c>: somebody told the run to go on.</summary>
    public sealed record Continued : AgentEvent
    {
        /// <summary>What the model is told with it; null for nothing.</summary>
        public string? Text { get; init; }
    }

    /// <summary><c>agent.steered</c>: somebody spoke to the run while it went on; the model is told before its next turn.</summary>
    public sealed record Steered : AgentEvent
    {
        /// <summary>What the model is told.</summary>
        public required string Text { get; init; }
    }

    /// <summary><c>agent.answer</c>: the run has ended and this came of it.</summary>
    public sealed record Answer : AgentEvent
    {
        /// <summary>The same as the job's result.</summary>
        public required AgentResult Result { get; init; }
    }
}
