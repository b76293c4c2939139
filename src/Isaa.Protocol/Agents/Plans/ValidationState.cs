using System.Text.Json.Serialization;

namespace Isaa.Protocol.Agents.Plans;

/// <summary>Whether a run's work was found to meet its criteria.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ValidationState>))]
public enum ValidationState
{
    /// <summary>Not checked yet, or changed since.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>Every criterion is met.</summary>
    [JsonStringEnumMemberName("passed")]
    Passed,

    /// <summary>At least one criterion is not met.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}
