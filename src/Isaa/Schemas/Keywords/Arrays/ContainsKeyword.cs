using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Arrays;

/// <summary>The keyword <c>contains</c> with <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class ContainsKeyword(string location, SchemaNode schema, long least, long most) : Keyword(location)
{
    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var found = 0L;
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (evaluation.Try(schema, item, path?.Child(index), null).Passed)
            {
                found++;
                seen?.Add(index);
            }

            index++;
        }

        if (found < least)
        {
            return evaluation.Fail(this, path, $"expected at least {least} {(least == 1 ? "item that fits" : "items that fit")} {schema.Location}, got {found}");
        }

        return found <= most || evaluation.Fail(this, path, $"expected at most {most} {(most == 1 ? "item that fits" : "items that fit")} {schema.Location}, got {found}");
    }
}
