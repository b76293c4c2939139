using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Objects;

internal sealed class PropertyNames(string location, SchemaNode names) : Keyword(location)
{
    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var passed = true;
        foreach (var member in value.EnumerateObject())
        {
            var name = JsonSerializer.SerializeToElement(member.Name, SchemaJson.Default.String);
            var (accepted, errors) = evaluation.Try(names, name, path, null);
            if (!accepted)
            {
                passed = evaluation.Fail(this, path, $"the property name {JsonText.Quote(member.Name)} is not allowed: {string.Join("; ", errors.Select(error => error.Message))}");
                if (!evaluation.Collects)
                {
                    return false;
                }
            }
        }

        return passed;
    }
}
