using System.Text.Json.Serialization;
using Isaa.Agents.Settings;

namespace Isaa.Agents.Personas;

/// <summary>When a persona is applied.</summary>
[JsonConverter(typeof(EnumText<PersonaMethod>))]
public enum PersonaMethod
{
    /// <summary>The model is told before it begins.</summary>
    SystemPrompt,

    /// <summary>The finished answer is sent back to be put into the persona, and again when it does not keep to form and length.</summary>
    PostProcess,

    /// <summary>The model is told before it begins, and an answer that does not keep to form and length is sent back.</summary>
    Both,
}
