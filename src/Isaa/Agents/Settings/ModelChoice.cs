using System.Text.Json.Serialization;

namespace Isaa.Agents.Settings;

/// <summary>Which of an agent's models is meant.</summary>
[JsonConverter(typeof(EnumText<ModelChoice>))]
public enum ModelChoice
{
    /// <summary>The one for heavy work.</summary>
    Complex,

    /// <summary>The one for light work.</summary>
    Fast,
}
