using Isaa.Agents.Personas;
using Isaa.Agents.Settings;
using Isaa.Schemas.Yaml;
using YamlDotNet.RepresentationModel;

namespace Isaa.Agents.Definitions;

/// <summary>Makes a persona of a file's mapping.</summary>
internal static class PersonaReader
{
    public static Persona Read(YamlMap map)
    {
        var standard = new Persona { Name = "" };
        var persona = new Persona
        {
            Name = map.Name(),
            Description = map.Text("description") ?? "",
            Style = map.Text("style") ?? standard.Style,
            Tone = map.Text("tone") ?? standard.Tone,
            Traits = map.Keys.Contains("traits") ? map.DistinctTexts("traits") : standard.Traits,
            Instructions = map.Text("instructions"),
            Format = map.Choice<AnswerFormat>("format") ?? standard.Format,
            Length = map.Choice<AnswerLength>("length"),
            Apply = map.Choice<PersonaMethod>("apply") ?? standard.Apply,
            Weight = map.Choice<PersonaWeight>("weight") ?? standard.Weight,
            Quality = map.Share("quality", 0) ?? standard.Quality,
            Keywords = map.DistinctTexts("keywords"),
            Model = map.Choice<ModelChoice>("model"),
            Temperature = map.Number("temperature", "a number from 0 to 2", 0d, 2d),
            TurnFactor = map.Number("turnFactor", "a number from 0.1 to 5", 0.1d, 5d) ?? standard.TurnFactor,
            Verification = map.Choice<ValidationLevel>("verification"),
        };
        map.End();
        return persona;
    }

    /// <summary>A persona by name or written out.</summary>
    public static PersonaReference? Reference(YamlMap map, string key, YamlNode value)
    {
        if (value is YamlMappingNode)
        {
            return map.Map(key) is { } inline ? PersonaReference.Of(Read(inline)) : null;
        }

        var name = map.Text(key) ?? "";
        return name.Length == 0 ? null : Named(map, key, name);
    }

    /// <summary>A list of personas, each by name or written out.</summary>
    public static IReadOnlyList<PersonaReference> References(YamlMap map, string key)
    {
        if (map.Find(key) is not YamlSequenceNode list)
        {
            return [.. map.Texts(key).Select(name => Named(map, key, name))];
        }

        var references = new List<PersonaReference>();
        foreach (var item in list.Children)
        {
            references.Add(item is YamlMappingNode inline
                ? PersonaReference.Of(Read(new YamlMap(inline, key, map.Problems)))
                : Named(map, key, (item as YamlScalarNode)?.Value ?? ""));
        }

        map.RefuseTwins(key, references.Select(r => r.Name));
        return references;
    }

    private static PersonaReference Named(YamlMap map, string key, string name)
    {
        var at = name.LastIndexOf('@');
        if (!DefinitionValues.IsName(at < 0 ? name : name[..at]) || (at >= 0 && !(int.TryParse(name.AsSpan(at + 1), out var version) && version > 0)))
        {
            map.Problem(key, $"names '{name}'; a persona is named as NAME or NAME@VERSION, or written out as a mapping.");
        }

        return PersonaReference.To(name);
    }
}
