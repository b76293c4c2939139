using System.Text.Json.Serialization;

namespace Isaa.Agents.Settings;

/// <summary>How thoroughly an agent checks its work, from least to most.</summary>
[JsonConverter(typeof(EnumText<ValidationLevel>))]
public enum ValidationLevel
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>The criteria are checked before the end.</summary>
    Basic = 1,

    /// <summary>The criteria are set before work begins, each step needs evidence, and all is checked before the end.</summary>
    Strict = 2,
}
