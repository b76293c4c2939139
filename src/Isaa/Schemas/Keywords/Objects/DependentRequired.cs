using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Objects;

/// <summary>The keyword <c>dependentRequired</c> and the list form of <c>dependencies</c>.</summary>
internal sealed class DependentRequired(string location, IReadOnlyDictionary<string, IReadOnlyList<string>> needs) : Assertion(location)
{
    protected override bool Holds(JsonElement value) => value.ValueKind != JsonValueKind.Object || !Missing(value).Any();

    protected override string Explain(JsonElement value) =>
        string.Join("; ", Missing(value).Select(pair => $"the property {JsonText.Quote(pair.Missing)} is required when {JsonText.Quote(pair.Present)} is there"));

    private IEnumerable<(string Present, string Missing)> Missing(JsonElement value) =>
        from need in needs
        where value.TryGetProperty(need.Key, out _)
        from name in need.Value
        where !value.TryGetProperty(name, out _)
        select (need.Key, name);
}
