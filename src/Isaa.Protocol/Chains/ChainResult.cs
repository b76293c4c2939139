using System.Text.Json;
using Isaa.Protocol.Agents;

namespace Isaa.Protocol.Chains;

/// <summary>What came of a durable run of a chain.</summary>
public sealed record ChainResult
{
    /// <summary>Whether every node that had to end well did.</summary>
    public required bool IsCompleted { get; init; }

    /// <summary>What the last node gave; null when the run failed.</summary>
    public JsonElement? Value { get; init; }

    /// <summary>The same as text: a text itself, the joined texts of a parallel group, else JSON; null when the run failed.</summary>
    public string? Text { get; init; }

    /// <summary>The names of the branches whose results <see cref="Value"/> lists, when the chain ends in a parallel group; else empty.</summary>
    public IReadOnlyList<string> Branches { get; init; } = [];

    /// <summary>Why it failed; null when it did not.</summary>
    public ChainFailure? Error { get; init; }

    /// <summary>The chain's name; null for none.</summary>
    public string? Chain { get; init; }

    /// <summary>The tokens its agents took, as far as known.</summary>
    public required TokenUsage Usage { get; init; }

    /// <summary>What its agents cost in US dollars, as far as known.</summary>
    public decimal CostUsd { get; init; }
}
