using System.Text.Json;
using Isaa.Chains.Running;
using Isaa.Protocol.Events;

namespace Isaa.Chains.Ports;

/// <summary>What a chain asks of an agent.</summary>
public sealed record ChainAgentCall
{
    /// <summary>The node's place in the chain.</summary>
    public required string Place { get; init; }

    /// <summary>What the agent is told.</summary>
    public required string Input { get; init; }

    /// <summary>The JSON Schema the answer must fit; null for text.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>The session to go on with; null for a new one.</summary>
    public string? Session { get; init; }

    /// <summary>The folder to work in; null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>Whose run it is.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The node that asks; null when it is none of a chain's.</summary>
    internal LeafPlan? Leaf { get; init; }

    /// <summary>Takes what is to be told of the run, also when it fails; null when nobody asks.</summary>
    internal LeafReport? Report { get; init; }

    /// <summary>Told the agent's own events as they happen; null when nobody listens.</summary>
    public Func<AgentEvent, ValueTask>? OnEvent { get; init; }
}
