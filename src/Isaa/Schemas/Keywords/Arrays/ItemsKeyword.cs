using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Arrays;

/// <summary>The keywords <c>prefixItems</c> and <c>items</c>, and draft 7's list form of <c>items</c> with <c>additionalItems</c>.</summary>
internal sealed class ItemsKeyword(string location, IReadOnlyList<SchemaNode> leading, SchemaNode? rest) : Keyword(location)
{
    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var passed = true;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var schema = index < leading.Count ? leading[index] : rest;
            if (schema is null)
            {
                break;
            }

            if (!CheckItem(evaluation, schema, item, index, path))
            {
                passed = false;
                if (!evaluation.Collects)
                {
                    return false;
                }
            }

            index++;
        }

        if (rest is not null)
        {
            seen?.AddAllItems();
        }
        else
        {
            seen?.AddLeading(index);
        }

        return passed;
    }

    private bool CheckItem(Evaluation evaluation, SchemaNode schema, JsonElement item, int index, InstancePath? path) =>
        schema.IsNever && index >= leading.Count
            ? evaluation.Fail(schema.Location, Name, path?.Child(index), leading.Count == 0 ? "the array must be empty" : $"the array has at most {leading.Count} items")
            : schema.Check(evaluation, item, path?.Child(index), null);
}
