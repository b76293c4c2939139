using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Isaa.Agents.Settings;
using Isaa.Agents.Turns;
using Isaa.Schemas.Yaml;
using YamlDotNet.RepresentationModel;

namespace Isaa.Agents.Definitions;

/// <summary>Single values of a definition's file. A wrong one is reported and read as missing.</summary>
internal static partial class DefinitionValues
{
    public const int MaxName = 64;

    public static bool IsName(string name) => name.Length <= MaxName && NamePattern().IsMatch(name);

    /// <summary>A name by the rules for agents, which must be there.</summary>
    public static string Name(this YamlMap map, string key = "name")
    {
        var name = map.RequiredText(key);
        if (name.Length > 0 && !IsName(name))
        {
            map.Wrong(key, $"at most {MaxName} letters, digits, '_', '-' or '.', beginning with a letter or digit");
        }

        return name;
    }

    /// <summary>The name a model calls a tool by, which must be there.</summary>
    public static string ToolName(this YamlMap map, string key)
    {
        var name = map.RequiredText(key);
        if (name.Length > 0 && !ToolPattern().IsMatch(name))
        {
            map.Wrong(key, $"at most {MaxName} letters, digits, '_' or '-'");
        }

        return name;
    }

    public static string? Model(this YamlMap map, string key)
    {
        var model = map.Text(key);
        if (model is not null && !ModelPattern().IsMatch(model))
        {
            map.Wrong(key, "a name such as openai/gpt-4o: provider, slash, model");
        }

        return model;
    }

    public static IReadOnlyList<string> Models(this YamlMap map, string key)
    {
        var models = map.DistinctTexts(key);
        foreach (var wrong in models.Where(model => !ModelPattern().IsMatch(model)))
        {
            map.Problem(key, $"names '{wrong}'; a model is named as provider/model.");
        }

        return models;
    }

    /// <summary>A list of texts none of which may come twice.</summary>
    public static IReadOnlyList<string> DistinctTexts(this YamlMap map, string key)
    {
        var texts = map.Texts(key);
        map.RefuseTwins(key, texts);
        return texts;
    }

    public static void RefuseTwins(this YamlMap map, string key, IEnumerable<string> names)
    {
        foreach (var twice in names.GroupBy(name => name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            map.Problem(key, $"names '{twice.Key}' more than once.");
        }
    }

    public static T? Choice<T>(this YamlMap map, string key)
        where T : struct, Enum
    {
        if (map.Text(key) is not { } text)
        {
            return null;
        }

        if (EnumText<T>.Names.TryGetValue(text, out var value))
        {
            return value;
        }

        map.Wrong(key, $"one of: {string.Join(", ", EnumText<T>.Names.Keys)}");
        return null;
    }

    public static TimeSpan? Span(this YamlMap map, string key)
    {
        if (map.Text(key) is not { } text)
        {
            return null;
        }

        if (DurationConverter.TryParse(text, out var time) && time > TimeSpan.Zero)
        {
            return time;
        }

        map.Wrong(key, "a duration such as 90s, 10m, 1h30m, 1d or 01:30:00");
        return null;
    }

    /// <summary>What a key that may say null says: its value, null, or the default when the key is not there.</summary>
    public static T? OrNull<T>(this YamlMap map, string key, T? standard, Func<string, T?> read)
        where T : struct =>
        map.Keys.Contains(key) ? read(key) : standard;

    public static T? Number<T>(this YamlMap map, string key, string right, T min, T max)
        where T : struct, INumber<T>
    {
        if (map.Text(key) is not { } text)
        {
            return null;
        }

        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        map.Wrong(key, right);
        return null;
    }

    public static double? Share(this YamlMap map, string key, double min) =>
        map.Number(key, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to 1"), min, 1d);

    public static long? Tokens(this YamlMap map, string key) => map.Number(key, "a whole number from 1", 1L, long.MaxValue);

    public static JsonElement? Schema(this YamlMap map, string key)
    {
        if (map.Map(key) is null)
        {
            return null;
        }

        var schema = JsonSerializer.SerializeToElement(map.Json(key));
        foreach (var fault in AnswerSchema.Faults(schema))
        {
            map.Problem(key, $"is no valid JSON schema: {fault}");
        }

        return schema;
    }

    /// <summary>A mapping of names to texts.</summary>
    public static IReadOnlyDictionary<string, string> TextMap(this YamlMap map, string key) => map.Map(key) is { } entries
        ? entries.Keys.ToDictionary(name => name, name => entries.Find(name) is null or YamlScalarNode ? entries.Text(name) ?? "" : Nested(entries, name), StringComparer.Ordinal)
        : new Dictionary<string, string>();

    /// <summary>A mapping of names to values of any kind.</summary>
    public static IReadOnlyDictionary<string, JsonElement> ValueMap(this YamlMap map, string key) => map.Map(key) is { } entries
        ? entries.Keys.ToDictionary(name => name, name => JsonSerializer.SerializeToElement(entries.Json(name)), StringComparer.Ordinal)
        : new Dictionary<string, JsonElement>();

    private static string Nested(YamlMap entries, string key)
    {
        entries.Wrong(key, "a text");
        return "";
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]*\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A[^/\s]+/.+\z")]
    private static partial Regex ModelPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex ToolPattern();
}
