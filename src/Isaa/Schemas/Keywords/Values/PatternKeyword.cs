using System.Text.Json;
using Isaa.Schemas.Patterns;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Values;

internal sealed class PatternKeyword(string location, EcmaPattern pattern) : Keyword(location)
{
    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return true;
        }

        return pattern.IsMatch(JsonText.Of(value)) switch
        {
            true => true,
            false => evaluation.Fail(this, path, $"expected text that matches the pattern {pattern}, got {JsonText.Short(value)}"),
            null => evaluation.Fail(this, path, $"the pattern {pattern} took too long to match this text"),
        };
    }
}
