using System.Text.Json.Serialization;
using Isaa.Agents.Settings;

namespace Isaa.Agents.Personas;

/// <summary>How much of a persona a model is told.</summary>
[JsonConverter(typeof(EnumText<PersonaWeight>))]
public enum PersonaWeight
{
    /// <summary>Its style and tone.</summary>
    Light,

    /// <summary>Also its traits, and the form and length of answers.</summary>
    Medium,

    /// <summary>Also that it stays in this manner whatever it is asked.</summary>
    Heavy,
}
