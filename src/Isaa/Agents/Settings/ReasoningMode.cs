using System.Text.Json.Serialization;

namespace Isaa.Agents.Settings;

/// <summary>Whether an agent plans before it works.</summary>
[JsonConverter(typeof(EnumText<ReasoningMode>))]
public enum ReasoningMode
{
    /// <summary>The model decides: a task of one step is answered at once, a larger one gets an outline.</summary>
    Auto,

    /// <summary>It never plans.</summary>
    Direct,

    /// <summary>It always begins with an outline.</summary>
    Planned,
}
