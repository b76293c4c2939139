using System.Text.Json;
using Isaa.Protocol.Agents;

namespace Isaa.Chains.Durable;

/// <summary>What the journal keeps of a node that acted.</summary>
internal sealed record LeafKept
{
    /// <summary>Its result; null when it failed.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>Why it failed, where a fallback follows or the call may not be repeated; null when it did not.</summary>
    public string? Code { get; init; }

    public string? Message { get; init; }

    public TokenUsage? Usage { get; init; }

    public decimal? CostUsd { get; init; }

    /// <summary>The agent's run.</summary>
    public string? Run { get; init; }

    public long Milliseconds { get; init; }
}
