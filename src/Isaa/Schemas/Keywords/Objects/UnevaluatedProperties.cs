using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Objects;

internal sealed class UnevaluatedProperties(string location, SchemaNode schema) : Keyword(location)
{
    public override bool NeedsEvaluatedParts => true;

    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        var passed = true;
        foreach (var member in value.EnumerateObject().Where(member => !seen!.Has(member.Name)))
        {
            passed &= schema.IsNever
                ? evaluation.Fail(this, path?.Child(member.Name), $"the property {JsonText.Quote(member.Name)} is not allowed here; leave it out")
                : schema.Check(evaluation, member.Value, path?.Child(member.Name), null);
        }

        seen!.AddAllNames();
        return passed;
    }
}
