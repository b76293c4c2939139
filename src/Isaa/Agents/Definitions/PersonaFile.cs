using System.Text.Json;
using Isaa.Agents.Personas;
using Isaa.Schemas.Yaml;

namespace Isaa.Agents.Definitions;

/// <summary>Personas as YAML or JSON files, read as strictly as agents' definitions.</summary>
public static class PersonaFile
{
    /// <summary>The code of the error that names everything that is wrong with a persona.</summary>
    public const string InvalidCode = "persona_invalid";

    /// <summary>Reads a persona from YAML or JSON text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">What the text is called in messages, usually its path.</param>
    /// <exception cref="Diagnostics.IsaaException"><c>persona_invalid</c> with a line <c>source:line: message</c> for each error.</exception>
    public static Persona Read(string text, string source = "persona")
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new YamlProblems(source);
        var root = YamlText.Read(JsonAsYaml.Read(text), problems);
        var persona = root is null ? null : PersonaReader.Read(root);
        problems.ThrowIfAny(InvalidCode);
        return persona!;
    }

    /// <summary>Checks a persona that was made in code by the rules for files.</summary>
    /// <param name="persona">The persona.</param>
    /// <exception cref="Diagnostics.IsaaException"><c>persona_invalid</c> with all errors.</exception>
    public static void Check(Persona persona)
    {
        ArgumentNullException.ThrowIfNull(persona);
        Read(JsonSerializer.Serialize(persona, PersonaJson.Default.Persona), persona.Name);
    }
}
