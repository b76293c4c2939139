using Isaa.Agents.Sessions;
using Isaa.Models;
using Isaa.Protocol.Agents;

namespace Isaa.Agents.Turns;

/// <summary>What a model answered in one turn, with its calls put in order.</summary>
internal sealed record ModelAnswer
{
    public const string FinishStop = "stop";
    public const string FinishLength = "length";
    public const string FinishFilter = "content_filter";

    public required string Text { get; init; }

    /// <summary>The model that answered, as <c>provider/model</c>.</summary>
    public required string Model { get; init; }

    /// <summary>What its tokens cost; null when unknown.</summary>
    public ModelPrice? Price { get; init; }

    /// <summary>Each with an id that no other call of the turn has.</summary>
    public required IReadOnlyList<SessionCall> Calls { get; init; }

    /// <summary>As the provider counted; estimated where it did not.</summary>
    public required TokenUsage Usage { get; init; }

    public bool IsUsageEstimated { get; init; }

    public required string Finish { get; init; }

    /// <summary>What the call cost in US dollars; null when the price is not known.</summary>
    public decimal? CostUsd => Price?.Cost(Usage.Input, Usage.Output, Usage.CachedInput);

    public required long Milliseconds { get; init; }
}
