using System.Text.Json.Serialization;
using Isaa.Agents.Definitions;

namespace Isaa.Agents.Settings;

/// <summary>Which of an agent's tool calls a person must approve. It narrows what the server allows and never widens it.</summary>
public sealed record AgentApproval
{
    /// <summary>The rules; the first that fits a call counts. Default: none.</summary>
    public IReadOnlyList<AgentApprovalRule> Rules { get; init; } = [];

    /// <summary>What holds for calls that no rule fits; null for the server's own policy.</summary>
    public ApprovalAction? Otherwise { get; init; }

    /// <summary>How long a question stays open; then the call is refused. Null for no end. Default 7 days.</summary>
    [JsonConverter(typeof(DurationConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public TimeSpan? Expiry { get; init; } = TimeSpan.FromDays(7);
}
