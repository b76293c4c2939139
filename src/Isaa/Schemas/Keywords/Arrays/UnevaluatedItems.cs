using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Arrays;

internal sealed class UnevaluatedItems(string location, SchemaNode schema) : Keyword(location)
{
    public override bool NeedsEvaluatedParts => true;

    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var passed = true;
        foreach (var (index, item) in value.EnumerateArray().Index().Where(pair => !seen!.Has(pair.Index)))
        {
            passed &= schema.IsNever
                ? evaluation.Fail(this, path?.Child(index), "this item is not allowed; leave it out")
                : schema.Check(evaluation, item, path?.Child(index), null);
        }

        seen!.AddAllItems();
        return passed;
    }
}
