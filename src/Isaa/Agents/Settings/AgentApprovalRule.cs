using System.Text.Json.Serialization;
using Isaa.Tools;

namespace Isaa.Agents.Settings;

/// <summary>What holds for some of an agent's tool calls. A rule names a tool, a risk, or both, which must then both fit.</summary>
public sealed record AgentApprovalRule
{
    /// <summary>The tool's name, in which <c>*</c> stands for any characters; null for every tool.</summary>
    public string? Tool { get; init; }

    /// <summary>Fits calls of this risk or a higher one; null for every risk.</summary>
    [JsonConverter(typeof(EnumText<ToolRisk>))]
    public ToolRisk? Risk { get; init; }

    /// <summary>What happens to a call that fits.</summary>
    public required ApprovalAction Action { get; init; }
}
