using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Isaa.Diagnostics;

namespace Isaa.Agents.Planning;

/// <summary>
/// Variables of a run. A path is a scope and keys or list indices with dots between; one without a dot is a key of scope <c>world</c>. Immutable.
/// </summary>
internal sealed partial class RunVariables
{
    public const string World = "world";
    public const int MaxBytes = 64 * 1024;

    private const int MaxParts = 10;
    private const int MaxIndex = 1_000;

    private readonly JsonElement _root;

    private RunVariables(JsonElement root) => _root = root;

    /// <summary>All of them as one JSON object of scopes.</summary>
    public JsonElement Json => _root;

    public static RunVariables Of(JsonElement? kept) => new(kept ?? JsonElement.Parse("{}"));

    /// <summary>Those a run begins with: a name may be a path.</summary>
    public static RunVariables Of(IReadOnlyDictionary<string, JsonElement> initial) =>
        initial.Aggregate(Of((JsonElement?)null), (all, one) => all.With(one.Key, one.Value));

    /// <summary>A value; null on any miss.</summary>
    public JsonElement? Find(string path)
    {
        JsonElement? at = _root;
        foreach (var part in Parts(path))
        {
            at = at switch
            {
                { ValueKind: JsonValueKind.Object } map when map.TryGetProperty(part, out var value) => value,
                { ValueKind: JsonValueKind.Array } list when Index(part) is { } index && index < list.GetArrayLength() => list[index],
                _ => null,
            };
            if (at is null)
            {
                return null;
            }
        }

        return at;
    }

    /// <summary>The same with one value set; scopes, objects and lists on the way are made.</summary>
    /// <exception cref="IsaaException"><c>variable_invalid</c>.</exception>
    public RunVariables With(string path, JsonElement value)
    {
        var parts = Parts(path);
        if (parts.Length > MaxParts || parts.Any(string.IsNullOrWhiteSpace))
        {
            throw Invalid($"'{path}' is no path: 1 to {MaxParts} names or numbers with dots between.");
        }

        var root = JsonNode.Parse(_root.GetRawText())!;
        Set(root, parts, JsonNode.Parse(value.GetRawText()), path);
        var text = root.ToJsonString();
        return text.Length <= MaxBytes ? new RunVariables(JsonElement.Parse(text)) : throw Invalid($"the variables of a run have at most {MaxBytes} characters together. Write large content to a file and keep its name.");
    }

    /// <summary>Replaces <c>{{ path }}</c>, then <c>{path}</c>, then <c>$name</c> by values; what is not known stays as it is.</summary>
    public string Interpolate(string text) => Patterns().Aggregate(text, (before, pattern) =>
        pattern.Replace(before, match => Find(match.Groups[1].Value) is { } value ? TextOf(value) : match.Value));

    /// <summary>Each reference in a text, and whether it has a value.</summary>
    public IReadOnlyDictionary<string, bool> FindReferences(string text) => Patterns()
        .SelectMany(pattern => pattern.Matches(text))
        .Select(match => match.Groups[1].Value)
        .Distinct(StringComparer.Ordinal)
        .ToDictionary(path => path, path => Find(path) is not null, StringComparer.Ordinal);

    /// <summary>The paths of all values, scope first.</summary>
    public IReadOnlyList<string> Paths() =>
        [.. _root.EnumerateObject().Where(s => s.Value.ValueKind == JsonValueKind.Object).SelectMany(s => s.Value.EnumerateObject().Select(v => s.Name == World ? v.Name : $"{s.Name}.{v.Name}"))];

    /// <summary>A value as text: text itself, all else as JSON.</summary>
    public static string TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static void Set(JsonNode root, string[] parts, JsonNode? value, string path)
    {
        var at = root;
        for (var i = 0; i < parts.Length; i++)
        {
            var isLast = i == parts.Length - 1;
            var next = isLast ? null : Child(at, parts[i]);
            if (isLast || next is null)
            {
                next = isLast ? value : Index(parts[i + 1]) is null ? new JsonObject() : new JsonArray();
                Put(at, parts[i], next, path);
            }

            at = next!;
        }
    }

    private static JsonNode? Child(JsonNode at, string part) => at switch
    {
        JsonObject map => map[part],
        JsonArray list when Index(part) is { } index && index < list.Count => list[index],
        _ => null,
    };

    private static void Put(JsonNode at, string part, JsonNode? value, string path)
    {
        switch (at)
        {
            case JsonObject map:
                map[part] = value;
                break;
            case JsonArray list when Index(part) is { } index:
                while (list.Count <= index)
                {
                    list.Add(null);
                }

                list[index] = value;
                break;
            case JsonArray:
                throw Invalid($"'{path}' goes into a list, whose places are numbers from 0 to {MaxIndex}; '{part}' is none.");
            default:
                throw Invalid($"'{path}' goes through a value that holds no others. Set that one first.");
        }
    }

    private static string[] Parts(string path) => path.Contains('.', StringComparison.Ordinal) ? path.Trim().Split('.') : [World, path.Trim()];

    private static int? Index(string part) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= MaxIndex ? index : null;

    private static IsaaException Invalid(string message) => new("variable_invalid", message);

    private static IEnumerable<Regex> Patterns() => [Doubled(), Braced(), Dollar()];

    [GeneratedRegex(@"\{\{\s*([\w.-]+)\s*\}\}")]
    private static partial Regex Doubled();

    [GeneratedRegex(@"(?<!\{)\{([\w.-]+)\}(?!\})")]
    private static partial Regex Braced();

    [GeneratedRegex(@"\$([A-Za-z_]\w*(?:\.\w+)*)")]
    private static partial Regex Dollar();
}
