using System.Text.Json;
using System.Text.Json.Serialization;
using Isaa.Diagnostics;

namespace Isaa.Chains.Values;

/// <summary>
/// The data between two nodes of a chain: a JSON value with one text form. A text and a JSON string are the same. Immutable and thread safe.
/// </summary>
[JsonConverter(typeof(ChainValueConverter))]
public sealed class ChainValue : IEquatable<ChainValue>
{
    /// <summary>What stands between the texts of a parallel group in its text form.</summary>
    public const string Separator = " | ";

    private static readonly JsonElement NullElement = JsonElement.Parse("null");

    private readonly JsonElement _given;
    private string? _text;
    private JsonElement? _json;

    private ChainValue(string text)
    {
        _text = text;
        IsText = true;
        Branches = [];
    }

    private ChainValue(JsonElement json)
    {
        _given = json;
        _json = json;
        Branches = [];
    }

    private ChainValue(IReadOnlyList<ChainBranch> branches) => Branches = branches;

    /// <summary>JSON's null.</summary>
    public static ChainValue Null { get; } = new(NullElement);

    /// <summary>Whether it is a text.</summary>
    public bool IsText { get; }

    /// <summary>The results of a parallel group in order, with their names; empty for every other value.</summary>
    public IReadOnlyList<ChainBranch> Branches { get; }

    /// <summary>
    /// The text form, which agents are given: a text itself, the joined texts of a parallel group all of whose results are texts, else compact JSON.
    /// </summary>
    public string Text => _text ??= Branches.Count > 0 && Branches.All(b => b.Value.IsText)
        ? string.Join(Separator, Branches.Select(b => b.Value.Text))
        : ChainValueJson.Write(Json);

    /// <summary>The value as JSON; a parallel group is a list.</summary>
    public JsonElement Json => _json ??= IsText ? ChainValueJson.ToElement(_text!)
        : ChainValueJson.ToElement(Branches.Select(b => b.Value.Json));

    /// <summary>What kind of JSON value it is.</summary>
    public JsonValueKind Kind => IsText ? JsonValueKind.String : Branches.Count > 0 ? JsonValueKind.Array : _given.ValueKind;

    /// <summary>The elements of a list; empty for every other value.</summary>
    public IReadOnlyList<ChainValue> Items => Branches.Count > 0 ? [.. Branches.Select(b => b.Value)]
        : Kind == JsonValueKind.Array ? [.. Json.EnumerateArray().Select(Of)]
        : [];

    /// <summary>A text.</summary>
    /// <param name="text">The text.</param>
    public static ChainValue Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ChainValue(text);
    }

    /// <summary>A JSON value.</summary>
    /// <param name="json">The value; it must outlive this one, see <see cref="JsonElement.Clone"/>.</param>
    public static ChainValue Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new ChainValue(json.GetString()!),
        JsonValueKind.Undefined or JsonValueKind.Null => Null,
        _ => new ChainValue(json),
    };

    /// <summary>The results of a parallel group.</summary>
    /// <param name="branches">The results in order.</param>
    public static ChainValue Of(IReadOnlyList<ChainBranch> branches)
    {
        ArgumentNullException.ThrowIfNull(branches);
        return branches.Count > 0 ? new ChainValue(branches) : Of(JsonElement.Parse("[]"));
    }

    /// <summary>A list.</summary>
    /// <param name="items">The elements in order.</param>
    public static ChainValue List(IEnumerable<ChainValue> items) => new(ChainValueJson.ToElement(items.Select(i => i.Json)));

    /// <summary>Any object, as JSON with camel-case names.</summary>
    /// <param name="value">A text, JSON, a value of a chain, null, or what <see cref="JsonSerializer"/> can write.</param>
    public static ChainValue From(object? value) => value switch
    {
        null => Null,
        ChainValue same => same,
        string text => new ChainValue(text),
        JsonElement json => Of(json.Clone()),
        _ => Of(JsonSerializer.SerializeToElement(value, value.GetType(), ChainValueJson.Options)),
    };

    /// <summary>A text.</summary>
    public static implicit operator ChainValue(string text) => Of(text);

    /// <summary>The same as <see cref="Of(string)"/>.</summary>
    public static ChainValue FromString(string text) => Of(text);

    /// <summary>The branch of a parallel group.</summary>
    /// <param name="branch">The branch's name.</param>
    /// <exception cref="KeyNotFoundException">There is no such branch.</exception>
    public ChainValue this[string branch] => Branches.FirstOrDefault(b => b.Name == branch)?.Value
        ?? throw new KeyNotFoundException($"There is no branch '{branch}'.{NearestNames.Hint(branch, Branches.Select(b => b.Name))}");

    /// <summary>The value as a type. A text is read as JSON when the type is not a text.</summary>
    /// <typeparam name="T">The type.</typeparam>
    /// <exception cref="IsaaException"><c>value_mismatch</c>: the value does not fit the type.</exception>
    public T Read<T>() => (T)Read(typeof(T))!;

    internal object? Read(Type type)
    {
        if (type == typeof(ChainValue))
        {
            return this;
        }

        if (type == typeof(string) || type == typeof(object))
        {
            return Text;
        }

        try
        {
            return type == typeof(JsonElement) ? Json : (AsJson() ?? Json).Deserialize(type, ChainValueJson.Options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new IsaaException("value_mismatch", $"The value is no {type.Name}: {ChainValueJson.Cut(Text)}", e);
        }
    }

    /// <summary>The JSON value, also when it stands in a text; null for a text that holds none.</summary>
    internal JsonElement? AsJson() => IsText ? ChainValueJson.Find(_text!) : Json;

    /// <inheritdoc/>
    public bool Equals(ChainValue? other) => other is not null
        && (ReferenceEquals(this, other) || (IsText && other.IsText ? _text == other._text : JsonElement.DeepEquals(Json, other.Json)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ChainValue);

    /// <inheritdoc/>
    public override int GetHashCode() => IsText ? _text!.GetHashCode(StringComparison.Ordinal) : (int)Kind;

    /// <summary>The text form.</summary>
    public override string ToString() => Text;
}
