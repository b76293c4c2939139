using System.Text.Json;
using Isaa.Protocol.Agents.Plans;

namespace Isaa.Protocol.Agents;

/// <summary>
/// What came of an agent run; it is stored as the job's result. A run that failed or was cancelled has what there was by then.
/// </summary>
public sealed record AgentResult
{
    /// <summary>How it ended.</summary>
    public required AgentRunStatus Status { get; init; }

    /// <summary>Why it did not complete; null when it did.</summary>
    public AgentRunError? Error { get; init; }

    /// <summary>The final answer, or for a run that did not complete the last text the model wrote. Never null.</summary>
    public required string Text { get; init; }

    /// <summary>The answer as JSON that fits the output schema; null when none was asked for or none was given.</summary>
    public JsonElement? Json { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The version of the agent's definition that ran.</summary>
    public required int Version { get; init; }

    /// <summary>The model, as <c>provider/model</c>; null when the run ended before one was chosen.</summary>
    public string? Model { get; init; }

    /// <summary>The session's id; pass it to a later run to go on with the conversation.</summary>
    public required string Session { get; init; }

    /// <summary>Tokens of all model calls.</summary>
    public required TokenUsage Usage { get; init; }

    /// <summary>What the model calls cost in US dollars; null when the model's price is not known.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Model calls made.</summary>
    public required int Turns { get; init; }

    /// <summary>Tool calls the model asked for.</summary>
    public required int ToolCalls { get; init; }

    /// <summary>What the run set out to do and how far it came; null when it made no plan.</summary>
    public RunPlan? Plan { get; init; }

    /// <summary>What the model noted down during the run, oldest first.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
