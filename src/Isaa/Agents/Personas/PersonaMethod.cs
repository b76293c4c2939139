using System.Text.Json.Serialization;
using Isaa.Agents.Settings;

namespace Isaa.Agents.Personas;

/// <summary>When a persona is applied.</summary>
[JsonConverter(typeof(EnumText<PersonaMethod>))]
public enum PersonaMethod
{
    /// <summary>The model is told before it begins.</summary>
    SystemPrompt,

    /// <summary>The finished answer is checked, and sent back to be reworked when it does not fit.</summary>
    PostProcess,

    /// <summary>Both.</summary>
    Both,
}
