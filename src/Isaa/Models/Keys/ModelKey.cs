namespace Isaa.Models.Keys;

/// <summary>A provider's key. Its text form hides it, and it has no property that a serializer could write. Thread safe.</summary>
public sealed class ModelKey : IEquatable<ModelKey>
{
    private const string Hidden = "[key hidden]";

    private readonly string _value;

    internal ModelKey(string value) => _value = value;

    /// <summary>The key itself, for the request that needs it and nothing else.</summary>
    public string Reveal() => _value;

    /// <summary>A text in which every occurrence of the key is replaced; for texts that come from a service, which may echo what it was sent.</summary>
    /// <param name="text">The text.</param>
    public string Hide(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text
            .Replace(_value, Hidden, StringComparison.OrdinalIgnoreCase)
            .Replace(Uri.EscapeDataString(_value), Hidden, StringComparison.OrdinalIgnoreCase)
            .Replace(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(_value)), Hidden, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public bool Equals(ModelKey? other) => other is not null && other._value == _value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ModelKey);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_value);

    /// <inheritdoc/>
    public override string ToString() => Hidden;
}
