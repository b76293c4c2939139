using System.Text.Json.Serialization;

namespace Isaa.Agents.Settings.Tools;

/// <summary>What a call of a tool runs.</summary>
[JsonConverter(typeof(EnumText<ToolTarget>))]
public enum ToolTarget
{
    /// <summary>A tool of the program.</summary>
    Tool,

    /// <summary>A stored function.</summary>
    Function,

    /// <summary>Another agent.</summary>
    Agent,
}
