using System.Diagnostics;
using System.Text.Json;

namespace Isaa.Protocol.Events;

/// <summary>Reads and writes agent events as type and body, the form in which the event log and the API carry them.</summary>
public static class AgentEvents
{
    /// <summary><see cref="AgentEvent.RunStarted"/></summary>
    public const string RunStarted = "agent.run.started";

    /// <summary><see cref="AgentEvent.RunResumed"/></summary>
    public const string RunResumed = "agent.run.resumed";

    /// <summary><see cref="AgentEvent.TurnStarted"/></summary>
    public const string TurnStarted = "agent.turn.started";

    /// <summary><see cref="AgentEvent.TextDelta"/></summary>
    public const string Text = "agent.text";

    /// <summary><see cref="AgentEvent.ReasoningDelta"/></summary>
    public const string Reasoning = "agent.reasoning";

    /// <summary><see cref="AgentEvent.ContextReduced"/></summary>
    public const string ContextReduced = "agent.context.reduced";

    /// <summary><see cref="AgentEvent.TurnCompleted"/></summary>
    public const string TurnCompleted = "agent.turn.completed";

    /// <summary><see cref="AgentEvent.ToolStarted"/></summary>
    public const string ToolStarted = "agent.tool.started";

    /// <summary><see cref="AgentEvent.ToolCompleted"/></summary>
    public const string ToolCompleted = "agent.tool.completed";

    /// <summary><see cref="AgentEvent.ToolUnknown"/></summary>
    public const string ToolUnknown = "agent.tool.unknown";

    /// <summary><see cref="AgentEvent.ApprovalAsked"/></summary>
    public const string ApprovalAsked = "agent.approval.asked";

    /// <summary><see cref="AgentEvent.ApprovalSettled"/></summary>
    public const string ApprovalSettled = "agent.approval.settled";

    /// <summary><see cref="AgentEvent.Warning"/></summary>
    public const string Warning = "agent.warning";

    /// <summary><see cref="AgentEvent.PlanChanged"/></summary>
    public const string PlanChanged = "agent.plan.changed";

    /// <summary><see cref="AgentEvent.Waiting"/></summary>
    public const string Waiting = "agent.waiting";

    /// <summary><see cref="AgentEvent.Paused"/></summary>
    public const string Paused = "agent.paused";

    /// <summary><see cref="AgentEvent.Continued"/></summary>
    public const string Continued = "agent.continued";

    /// <summary><see cref="AgentEvent.Steered"/></summary>
    public const string Steered = "agent.steered";

    /// <summary><see cref="AgentEvent.Answer"/></summary>
    public const string Answer = "agent.answer";

    /// <summary>The type under which an event is kept.</summary>
    /// <param name="agentEvent">The event.</param>
    public static string TypeOf(AgentEvent agentEvent) => agentEvent switch
    {
        AgentEvent.RunStarted => RunStarted,
        AgentEvent.RunResumed => RunResumed,
        AgentEvent.TurnStarted => TurnStarted,
        AgentEvent.TextDelta => Text,
        AgentEvent.ReasoningDelta => Reasoning,
        AgentEvent.ContextReduced => ContextReduced,
        AgentEvent.TurnCompleted => TurnCompleted,
        AgentEvent.ToolStarted => ToolStarted,
        AgentEvent.ToolCompleted => ToolCompleted,
        AgentEvent.ToolUnknown => ToolUnknown,
        AgentEvent.ApprovalAsked => ApprovalAsked,
        AgentEvent.ApprovalSettled => ApprovalSettled,
        AgentEvent.Warning => Warning,
        AgentEvent.PlanChanged => PlanChanged,
        AgentEvent.Waiting => Waiting,
        AgentEvent.Paused => Paused,
        AgentEvent.Continued => Continued,
        AgentEvent.Steered => Steered,
        AgentEvent.Answer => Answer,
        _ => throw new UnreachableException(),
    };

    /// <summary>The event's body as a UTF-8 JSON object.</summary>
    /// <param name="agentEvent">The event.</param>
    public static byte[] Write(AgentEvent agentEvent) => agentEvent switch
    {
        AgentEvent.RunStarted e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.RunStarted),
        AgentEvent.RunResumed e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.RunResumed),
        AgentEvent.TurnStarted e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.TurnStarted),
        AgentEvent.TextDelta e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.TextDelta),
        AgentEvent.ReasoningDelta e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.ReasoningDelta),
        AgentEvent.ContextReduced e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.ContextReduced),
        AgentEvent.TurnCompleted e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.TurnCompleted),
        AgentEvent.ToolStarted e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.ToolStarted),
        AgentEvent.ToolCompleted e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.ToolCompleted),
        AgentEvent.ToolUnknown e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.ToolUnknown),
        AgentEvent.ApprovalAsked e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.ApprovalAsked),
        AgentEvent.ApprovalSettled e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.ApprovalSettled),
        AgentEvent.Warning e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.Warning),
        AgentEvent.PlanChanged e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.PlanChanged),
        AgentEvent.Waiting e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.Waiting),
        AgentEvent.Paused e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.Paused),
        AgentEvent.Continued e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.Continued),
        AgentEvent.Steered e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.Steered),
        AgentEvent.Answer e => JsonSerializer.SerializeToUtf8Bytes(e, AgentEventJson.Default.Answer),
        _ => throw new UnreachableException(),
    };

    /// <summary>Reads an event; null when the type is none of an agent's, so that a reader can pass over what it does not know.</summary>
    /// <param name="type">The type, for example <c>agent.text</c>.</param>
    /// <param name="body">The body as UTF-8 JSON.</param>
    /// <exception cref="JsonException">The body does not fit the type.</exception>
    public static AgentEvent? Read(string type, ReadOnlySpan<byte> body) => type switch
    {
        RunStarted => JsonSerializer.Deserialize(body, AgentEventJson.Default.RunStarted),
        RunResumed => JsonSerializer.Deserialize(body, AgentEventJson.Default.RunResumed),
        TurnStarted => JsonSerializer.Deserialize(body, AgentEventJson.Default.TurnStarted),
        Text => JsonSerializer.Deserialize(body, AgentEventJson.Default.TextDelta),
        Reasoning => JsonSerializer.Deserialize(body, AgentEventJson.Default.ReasoningDelta),
        ContextReduced => JsonSerializer.Deserialize(body, AgentEventJson.Default.ContextReduced),
        TurnCompleted => JsonSerializer.Deserialize(body, AgentEventJson.Default.TurnCompleted),
        ToolStarted => JsonSerializer.Deserialize(body, AgentEventJson.Default.ToolStarted),
        ToolCompleted => JsonSerializer.Deserialize(body, AgentEventJson.Default.ToolCompleted),
        ToolUnknown => JsonSerializer.Deserialize(body, AgentEventJson.Default.ToolUnknown),
        ApprovalAsked => JsonSerializer.Deserialize(body, AgentEventJson.Default.ApprovalAsked),
        ApprovalSettled => JsonSerializer.Deserialize(body, AgentEventJson.Default.ApprovalSettled),
        Warning => JsonSerializer.Deserialize(body, AgentEventJson.Default.Warning),
        PlanChanged => JsonSerializer.Deserialize(body, AgentEventJson.Default.PlanChanged),
        Waiting => JsonSerializer.Deserialize(body, AgentEventJson.Default.Waiting),
        Paused => JsonSerializer.Deserialize(body, AgentEventJson.Default.Paused),
        Continued => JsonSerializer.Deserialize(body, AgentEventJson.Default.Continued),
        Steered => JsonSerializer.Deserialize(body, AgentEventJson.Default.Steered),
        Answer => JsonSerializer.Deserialize(body, AgentEventJson.Default.Answer),
        _ => null,
    };
}
