using Isaa.Jobs;
using Isaa.Jobs.Store;
using Isaa.Protocol.Agents;

namespace Isaa.Agents.Usage;

/// <summary>One model call to count, written together with the step that made it, so that each call counts exactly once.</summary>
public sealed record UsageEntry : StoreWrite
{
    /// <summary>Who pays.</summary>
    public required string Tenant { get; init; }

    /// <summary>The day of the call in UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The session's id.</summary>
    public required string Session { get; init; }

    /// <summary>The run.</summary>
    public required JobId Run { get; init; }

    /// <summary>The model that answered, as <c>provider/model</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Its tokens.</summary>
    public required TokenUsage Usage { get; init; }

    /// <summary>What it cost in US dollars; null when the price is not known.</summary>
    public decimal? CostUsd { get; init; }
}
