using System.Text.Json.Serialization;

namespace Isaa.Agents.Settings;

/// <summary>What happens to a tool call, from least to most strict.</summary>
[JsonConverter(typeof(EnumText<ApprovalAction>))]
public enum ApprovalAction
{
    /// <summary>It runs.</summary>
    Allow = 0,

    /// <summary>A person is asked first.</summary>
    Ask = 1,

    /// <summary>It is refused.</summary>
    Deny = 2,
}
