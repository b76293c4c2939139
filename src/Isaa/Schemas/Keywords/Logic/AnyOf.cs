using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Logic;

internal sealed class AnyOf(string location, IReadOnlyList<SchemaNode> schemas) : Keyword(location)
{
    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        var passed = false;
        var failures = new List<List<SchemaError>>();
        foreach (var schema in schemas)
        {
            var (accepted, errors) = evaluation.Try(schema, value, path, seen);
            if (accepted)
            {
                passed = true;
                if (seen is null)
                {
                    return true;
                }
            }

            failures.Add(errors);
        }

        return passed || Alternatives.Fail(evaluation, this, path, failures);
    }
}
