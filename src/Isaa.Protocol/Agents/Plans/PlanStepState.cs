using System.Text.Json.Serialization;

namespace Isaa.Protocol.Agents.Plans;

/// <summary>Where a step of a plan stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlanStepState>))]
public enum PlanStepState
{
    /// <summary>Not begun, or under way when it is the first of these.</summary>
    [JsonStringEnumMemberName("open")]
    Open,

    /// <summary>Done.</summary>
    [JsonStringEnumMemberName("done")]
    Done,

    /// <summary>Tried without success.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>Left out.</summary>
    [JsonStringEnumMemberName("skipped")]
    Skipped,
}
