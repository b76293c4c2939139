using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Isaa.Diagnostics;
using YamlDotNet.RepresentationModel;

namespace Isaa.Schemas.Yaml;

/// <summary>
/// A YAML mapping read strictly: what is asked for is valid, what nobody asked for is reported by <see cref="End"/> with the nearest valid key.
/// A value of the wrong kind is reported and read as missing.
/// </summary>
internal sealed class YamlMap(YamlMappingNode node, string path, YamlProblems problems)
{
    private readonly Dictionary<string, YamlNode> _values = node.Children
        .Where(pair => pair.Key is YamlScalarNode)
        .ToDictionary(pair => ((YamlScalarNode)pair.Key).Value ?? "", pair => pair.Value, StringComparer.Ordinal);

    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public int Line => (int)node.Start.Line;

    public YamlProblems Problems => problems;

    public IReadOnlyCollection<string> Keys => _values.Keys;

    public bool Has(string key) => Find(key) is not null;

    public int LineOf(string key) => _values.TryGetValue(key, out var value) ? (int)value.Start.Line : Line;

    public YamlNode? Find(string key)
    {
        _asked.Add(key);
        return _values.TryGetValue(key, out var value) && !YamlJson.IsNull(value) ? value : null;
    }

    public string? Text(string key)
    {
        switch (Find(key))
        {
            case null:
                return null;
            case YamlScalarNode scalar:
                return scalar.Value ?? "";
            default:
                Wrong(key, "a text");
                return null;
        }
    }

    public string RequiredText(string key)
    {
        var value = Text(key);
        if (!_values.ContainsKey(key))
        {
            problems.Add(Line, $"`{Name(key)}` is missing.");
        }
        else if (string.IsNullOrWhiteSpace(value))
        {
            Wrong(key, "a text that is not empty");
        }

        return value ?? "";
    }

    public int? Whole(string key, int min = 0, int max = int.MaxValue) => Parsed<int>(key, $"a whole number from {min} to {max}", min, max);

    public decimal? Amount(string key) => Parsed(key, "a number of zero or more", 0m, decimal.MaxValue);

    public bool? Truth(string key)
    {
        var text = Text(key);
        if (text is null)
        {
            return null;
        }

        if (text is "true" or "false")
        {
            return text == "true";
        }

        Wrong(key, "true or false");
        return null;
    }

    /// <summary>A duration such as <c>250ms</c>, <c>5s</c> or <c>2m</c>.</summary>
    public TimeSpan? Duration(string key)
    {
        var text = Text(key);
        if (text is null)
        {
            return null;
        }

        var digits = text.TakeWhile(c => char.IsAsciiDigit(c) || c == '.').Count();
        double? unit = text[digits..] switch { "ms" => 1, "s" => 1000, "m" => 60_000, "h" => 3_600_000, _ => null };
        if (unit is not null && double.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * unit < 86_400_000)
        {
            return TimeSpan.FromMilliseconds(number * unit.Value);
        }

        Wrong(key, "a duration up to a day such as 250ms, 5s, 2m or 1h");
        return null;
    }

    public YamlMap? Map(string key) => Find(key) is { } value ? AsMap(value, key) : null;

    /// <summary>The value as a list of mappings.</summary>
    public IReadOnlyList<YamlMap> Maps(string key) =>
        [.. Items(key, "a list, each item on a line with a dash").Select((item, index) => AsMap(item, $"{key}[{index}]")).OfType<YamlMap>()];

    /// <summary>A text or a list of texts.</summary>
    public IReadOnlyList<string> Texts(string key) =>
        Find(key) is YamlScalarNode scalar ? [scalar.Value ?? ""]
            : [.. Items(key, "a text or a list of texts").Select((item, index) => item is YamlScalarNode one ? one.Value ?? "" : Wrong($"{key}[{index}]", "a text", item))];

    /// <summary>Every value of this mapping as a mapping of its own, under its free name.</summary>
    public IReadOnlyList<(string Name, YamlMap Value)> NamedMaps() =>
        [.. Keys.Select(key => (key, Map(key))).Where(entry => entry.Item2 is not null).Select(entry => (entry.key, entry.Item2!))];

    public JsonNode? Json(string key) => Find(key) is { } value ? YamlJson.From(value) : null;

    public void Wrong(string key, string right) => Wrong(key, right, _values.GetValueOrDefault(key) ?? node);

    public void Problem(string key, string message) => problems.Add(LineOf(key), $"`{Name(key)}` {message}");

    /// <summary>Reports every key that nobody asked for.</summary>
    public void End()
    {
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value;
            if (name is null)
            {
                problems.Add(key.Start.Line, "a key must be a plain word.");
            }
            else if (!_asked.Contains(name))
            {
                problems.Add(key.Start.Line, $"`{Name(name)}` is not a key here.{NearestNames.Hint(name, _asked)}");
            }
        }
    }

    private YamlMap? AsMap(YamlNode value, string key)
    {
        if (value is YamlMappingNode map)
        {
            return new YamlMap(map, Name(key), problems);
        }

        Wrong(key, "a mapping of `key: value` lines", value);
        return null;
    }

    private IEnumerable<YamlNode> Items(string key, string right)
    {
        var value = Find(key);
        if (value is not null and not YamlSequenceNode)
        {
            Wrong(key, right);
        }

        return (value as YamlSequenceNode)?.Children ?? [];
    }

    private T? Parsed<T>(string key, string right, T min, T max)
        where T : struct, INumber<T>
    {
        var text = Text(key);
        if (text is null)
        {
            return null;
        }

        if (T.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Wrong(key, right);
        return null;
    }

    private string Wrong(string key, string right, YamlNode at)
    {
        problems.Add(at.Start.Line, $"`{Name(key)}` must be {right}.");
        return "";
    }

    private string Name(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
