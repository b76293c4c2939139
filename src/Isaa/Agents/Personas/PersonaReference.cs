using System.Text.Json.Serialization;

namespace Isaa.Agents.Personas;

/// <summary>A persona by name, or written out. In files and JSON: a text, or a mapping.</summary>
[JsonConverter(typeof(PersonaReferenceConverter))]
public sealed record PersonaReference
{
    private PersonaReference(string name, Persona? inline)
    {
        Name = name;
        Inline = inline;
    }

    /// <summary>Its name: of a preset, or of a saved persona, which may have its version as in <c>NAME@VERSION</c>.</summary>
    public string Name { get; }

    /// <summary>The persona itself when it is written out; null when only its name is.</summary>
    public Persona? Inline { get; }

    /// <summary>Refers to a preset or saved persona.</summary>
    /// <param name="name">Its name, with or without a version.</param>
    public static PersonaReference To(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(name, null);
    }

    /// <summary>Holds a persona.</summary>
    /// <param name="persona">The persona.</param>
    public static PersonaReference Of(Persona persona)
    {
        ArgumentNullException.ThrowIfNull(persona);
        return new(persona.Name, persona);
    }
}
