using System.Text.RegularExpressions;
using Isaa.Diagnostics;
using Isaa.Models.Scripted.Templates;
using Isaa.Schemas.Yaml;
using YamlDotNet.RepresentationModel;

namespace Isaa.Models.Scripted.Reading;

/// <summary>Reads texts with placeholders, and checks in the end that every placeholder has a variable.</summary>
internal sealed partial class TextReader(YamlProblems problems, Func<string, string?> readBeside)
{
    private const string FileKey = "$file";

    private readonly HashSet<string> _declared = new(Template.BuiltIn, StringComparer.Ordinal);
    private readonly List<(long Line, string Name)> _used = [];

    public void Declare(string name, int line)
    {
        if (!Identifier().IsMatch(name) || Template.BuiltIn.Contains(name))
        {
            problems.Add(line, $"`{name}` cannot be a variable: letters, digits and underscores, and none of {string.Join(", ", Template.BuiltIn)}.");
        }

        _declared.Add(name);
    }

    public void Use(string name, long line) => _used.Add((line, name));

    public Template? Text(YamlMap map, string key) => map.Text(key) is { } text ? Parse(text, map.LineOf(key)) : null;

    public Template Parse(string text, long line)
    {
        var template = new Template(text);
        foreach (var name in template.Names)
        {
            Use(name, line);
        }

        return template;
    }

    public Pattern ParsePattern(string text, long line)
    {
        var pattern = new Pattern(text);
        foreach (var name in pattern.Template.Names)
        {
            Use(name, line);
        }

        try
        {
            _ = new Regex(PlaceholderPattern().Replace(text, "x"));
        }
        catch (ArgumentException exception)
        {
            problems.Add(line, $"'{text}' is not a regular expression: {exception.Message}");
        }

        return pattern;
    }

    public TemplateTree Tree(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map when FileName(map) is { } file:
                return File(file, node);
            case YamlMappingNode map:
                return new TemplateTree.Map([.. map.Children.Select(pair => KeyValuePair.Create((pair.Key as YamlScalarNode)?.Value ?? "", Tree(pair.Value)))]);
            case YamlSequenceNode list:
                return new TemplateTree.List([.. list.Children.Select(Tree)]);
            default:
                var value = YamlJson.From(node);
                return value?.GetValueKind() == System.Text.Json.JsonValueKind.String
                    ? new TemplateTree.Text(Parse(value.GetValue<string>(), node.Start.Line))
                    : new TemplateTree.Fixed(value);
        }
    }

    public void CheckNames()
    {
        foreach (var (line, name) in _used.Distinct().Where(use => !_declared.Contains(use.Name)))
        {
            problems.Add(line, $"there is no variable `{name}`.{NearestNames.Hint(name, _declared)}");
        }
    }

    private TemplateTree.Fixed File(string file, YamlNode node)
    {
        var text = readBeside(file);
        if (text is null)
        {
            problems.Add(node.Start.Line, $"`{FileKey}: {file}` must name a file that lies beside the playbook, without folders or links.");
        }

        return new TemplateTree.Fixed(text);
    }

    private static string? FileName(YamlMappingNode map) =>
        map.Children is { Count: 1 } && map.Children.First() is { Key: YamlScalarNode { Value: FileKey }, Value: YamlScalarNode value } ? value.Value ?? "" : null;

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\{\{\s*[A-Za-z_][A-Za-z0-9_]*\s*\}\}")]
    private static partial Regex PlaceholderPattern();
}
