using System.Text.Json;
using System.Text.Json.Serialization;
using Isaa.Protocol.Agents;

namespace Isaa.Protocol.Events;

/// <summary>What happens in a run of a chain. Events of one node come in order; those of branches that run at once are mixed.</summary>
public sealed record ChainEvent
{
    /// <summary>What happened: one of <see cref="ChainEvents"/>, or the type of an agent's own event, which <see cref="Agent"/> then holds.</summary>
    public required string Type { get; init; }

    /// <summary>The node's name; the chain's for its start and end.</summary>
    public required string Node { get; init; }

    /// <summary>What kind of node it is: agent, function, tool, format, wait, or chain for the whole.</summary>
    public required string Kind { get; init; }

    /// <summary>Its place in the chain, for example <c>2/reporter/[17]/1</c>; empty for the whole chain.</summary>
    public required string Path { get; init; }

    /// <summary>Where it stands then: running, completed or failed.</summary>
    public required string Status { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// When the node began, in UTC, where that was written together with its end and has no event of its own; null otherwise. Nodes of a durable run that may be
    /// repeated are told of so; <see cref="ChainEvents.Unfold"/> makes two events of it.
    /// </summary>
    public DateTimeOffset? BeganAt { get; init; }

    /// <summary>How many nodes that act the chain has; given at its start.</summary>
    public int? Tasks { get; init; }

    /// <summary>How long it took, in milliseconds; null while it runs.</summary>
    public long? Milliseconds { get; init; }

    /// <summary>The tokens it took; null when not known.</summary>
    public TokenUsage? Usage { get; init; }

    /// <summary>What it cost in US dollars; null when not known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>The id of the agent's run; null for none.</summary>
    public string? Run { get; init; }

    /// <summary>Its result, where it ended well; a text longer than 2,000 characters is cut, other JSON of that length left out, except at the end of the chain.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>The error's code; null for none.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>At the end of a chain that failed, the place of the node that did; null otherwise.</summary>
    public string? FailedAt { get; init; }

    /// <summary>The error's message; null for none.</summary>
    public string? Error { get; init; }

    /// <summary>The agent's own event; null for the chain's. It is not kept with the chain, but with the agent's run.</summary>
    [JsonIgnore]
    public AgentEvent? Agent { get; init; }
}
