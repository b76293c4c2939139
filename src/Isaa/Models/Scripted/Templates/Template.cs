using System.Text;
using System.Text.RegularExpressions;

namespace Isaa.Models.Scripted.Templates;

/// <summary>A text with <c>{{name}}</c> placeholders. What looks otherwise stays as it is.</summary>
internal sealed partial class Template(string text)
{
    /// <summary>The placeholders that every playbook has.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = ["task", "turn", "i", "results", "lastTool", "lastResult", "model"];

    private readonly string _text = text;
    private readonly MatchCollection _places = Placeholder().Matches(text);

    public string Text => _text;

    public IEnumerable<string> Names => _places.Select(place => place.Groups[1].Value);

    /// <summary>The one placeholder that is the whole text; null otherwise.</summary>
    public string? OnlyName => _places is [{ } only] && only.Length == _text.Length ? only.Groups[1].Value : null;

    public string Fill(Moment moment, Func<string, string>? escape = null)
    {
        if (_places.Count == 0)
        {
            return _text;
        }

        var filled = new StringBuilder();
        var at = 0;
        foreach (Match place in _places)
        {
            var name = place.Groups[1].Value;
            var value = moment.Find(name) ?? throw moment.Broken($"the variable {name} has no value yet; give it one under `variables` or in an earlier turn");
            filled.Append(_text, at, place.Index - at).Append(escape is null ? value : escape(value));
            at = place.Index + place.Length;
        }

        return filled.Append(_text, at, _text.Length - at).ToString();
    }

    [GeneratedRegex(@"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")]
    private static partial Regex Placeholder();
}
