using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Logic;

internal sealed class AllOf(string location, IReadOnlyList<SchemaNode> schemas) : Keyword(location)
{
    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        var passed = true;
        foreach (var schema in schemas)
        {
            passed &= schema.Check(evaluation, value, path, seen);
            if (!passed && !evaluation.Collects)
            {
                return false;
            }
        }

        return passed;
    }
}
