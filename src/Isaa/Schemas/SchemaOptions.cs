using System.Text.Json;

namespace Isaa.Schemas;

/// <summary>How a JSON Schema is read.</summary>
public sealed record SchemaOptions
{
    /// <summary>The defaults.</summary>
    public static SchemaOptions Default { get; } = new();

    /// <summary>Whether <c>format</c> is checked. Default false: it only describes, as draft 2020-12 says.</summary>
    public bool AssertFormats { get; init; }

    /// <summary>Whether a schema without <c>$schema</c> is read as draft 7. Default false: draft 2020-12.</summary>
    public bool DefaultsToDraft7 { get; init; }

    /// <summary>Further schemas that references may name, by their absolute URI. Nothing is ever fetched.</summary>
    public IReadOnlyDictionary<string, JsonElement> Documents { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The longest time one match of a regular expression may take. Default 1 second.</summary>
    public TimeSpan PatternTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
