using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Logic;

internal sealed class OneOf(string location, IReadOnlyList<SchemaNode> schemas) : Keyword(location)
{
    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        var accepting = -1;
        var failures = new List<List<SchemaError>>();
        for (var index = 0; index < schemas.Count; index++)
        {
            var (accepted, errors) = evaluation.Try(schemas[index], value, path, seen);
            if (accepted && accepting >= 0)
            {
                return evaluation.Fail(this, path, $"must fit exactly one of {schemas.Count} alternatives, but fits numbers {accepting + 1} and {index + 1}");
            }

            if (accepted)
            {
                accepting = index;
            }

            failures.Add(errors);
        }

        return accepting >= 0 || Alternatives.Fail(evaluation, this, path, failures);
    }
}
