using System.Text.Json;
using Isaa.Schemas.Patterns;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Objects;

/// <summary>The keywords <c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>, in one walk over the members.</summary>
internal sealed class PropertiesKeyword : Keyword
{
    private readonly Dictionary<string, SchemaNode> _named;
    private readonly (EcmaPattern Pattern, SchemaNode Schema)[] _patterns;
    private readonly SchemaNode? _additional;

    public PropertiesKeyword(
        string location, Dictionary<string, SchemaNode> named, IEnumerable<(EcmaPattern Pattern, SchemaNode Schema)> patterns, SchemaNode? additional)
        : base(location)
    {
        _named = named;
        _patterns = [.. patterns];
        _additional = additional;
    }

    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var passed = true;
        foreach (var member in value.EnumerateObject())
        {
            if (!CheckMember(evaluation, member.Name, member.Value, path, seen))
            {
                passed = false;
                if (!evaluation.Collects)
                {
                    return false;
                }
            }
        }

        return passed;
    }

    private bool CheckMember(Evaluation evaluation, string name, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        var place = path?.Child(name);
        var passed = true;
        var isKnown = false;
        if (_named.TryGetValue(name, out var schema))
        {
            isKnown = true;
            passed = schema.Check(evaluation, value, place, null);
        }

        foreach (var (pattern, patterned) in _patterns)
        {
            var matches = pattern.IsMatch(name);
            if (matches is null)
            {
                passed = evaluation.Fail(this, place, $"the pattern {pattern} took too long to match this property name");
            }
            else if (matches.Value)
            {
                isKnown = true;
                passed &= patterned.Check(evaluation, value, place, null);
            }
        }

        if (!isKnown && _additional is not null)
        {
            isKnown = true;
            passed = _additional.IsNever ? evaluation.Fail(_additional.Location, "additionalProperties", place, Unknown(name)) : _additional.Check(evaluation, value, place, null);
        }

        if (isKnown)
        {
            seen?.Add(name);
        }

        return passed;
    }

    private string Unknown(string name) => _named.Count == 0
        ? $"there is no property {JsonText.Quote(name)}; leave it out"
        : $"there is no property {JsonText.Quote(name)}; known are {JsonText.Names(_named.Keys.Take(20))}";
}
