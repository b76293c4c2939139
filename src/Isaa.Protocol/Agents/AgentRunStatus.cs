using System.Text.Json.Serialization;

namespace Isaa.Protocol.Agents;

/// <summary>How an agent run ended. Written as <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</summary>
[JsonConverter(typeof(AgentRunStatusConverter))]
public enum AgentRunStatus
{
    /// <summary>It answered.</summary>
    Completed,

    /// <summary>It did not answer; <see cref="AgentResult.Error"/> says why, the rest of the result is what there was by then.</summary>
    Failed,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,
}
