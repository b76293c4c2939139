using System.Globalization;
using System.Text.Json;
using Isaa.Diagnostics;

namespace Isaa.Chains.Values;

/// <summary>
/// A place inside a JSON value, such as <c>address.city</c> or <c>items[0].name</c>. A name is looked for as it is written, then without regard to
/// letter case and underscores, so that <c>risk_score</c> finds <c>riskScore</c>.
/// </summary>
internal sealed class ChainPath
{
    private readonly IReadOnlyList<(string? Name, int Index)> _parts;

    private ChainPath(string text, IReadOnlyList<(string? Name, int Index)> parts)
    {
        Text = text;
        _parts = parts;
    }

    public string Text { get; }

    /// <summary>The names in order; a list's index has none.</summary>
    public IEnumerable<string?> Names => _parts.Select(p => p.Name);

    /// <exception cref="IsaaException"><c>chain_invalid</c>: the path is malformed.</exception>
    public static ChainPath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = new List<(string?, int)>();
        foreach (var piece in text.Split('.'))
        {
            var bracket = piece.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? piece : piece[..bracket];
            if (name.Length == 0 && (bracket < 0 || parts.Count > 0))
            {
                throw Malformed(text);
            }

            if (name.Length > 0)
            {
                parts.Add((name, 0));
            }

            for (var at = bracket; at >= 0 && at < piece.Length;)
            {
                var end = piece.IndexOf(']', at);
                if (end < 0 || piece[at] != '[' || !int.TryParse(piece.AsSpan(at + 1, end - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                {
                    throw Malformed(text);
                }

                parts.Add((null, index));
                at = end + 1;
            }
        }

        return new ChainPath(text, parts);
    }

    /// <summary>The value at the place; null when there is none.</summary>
    public JsonElement? Find(JsonElement root)
    {
        var current = root;
        foreach (var (name, index) in _parts)
        {
            var next = name is not null ? Property(current, name)
                : current.ValueKind == JsonValueKind.Array && index < current.GetArrayLength() ? current[index]
                : null;
            if (next is null)
            {
                return null;
            }

            current = next.Value;
        }

        return current;
    }

    /// <summary>The property of an object that a name means; null when there is none.</summary>
    public static string? Match(IEnumerable<string> names, string wanted)
    {
        string? near = null;
        foreach (var name in names)
        {
            if (name == wanted)
            {
                return name;
            }

            if (near is null && Plain(name) == Plain(wanted))
            {
                near = name;
            }
        }

        return near;
    }

    private static JsonElement? Property(JsonElement current, string name)
    {
        if (current.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return current.TryGetProperty(name, out var exact) ? exact
            : Match(current.EnumerateObject().Select(p => p.Name), name) is { } near ? current.GetProperty(near)
            : null;
    }

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    private static IsaaException Malformed(string text) =>
        new("chain_invalid", $"'{text}' is no path into data. Write names with dots and list places in brackets: address.city, items[0].name.");
}
