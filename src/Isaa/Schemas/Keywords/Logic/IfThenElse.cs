using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Logic;

internal sealed class IfThenElse(string location, SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Keyword(location)
{
    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        var branch = evaluation.Try(condition, value, path, seen).Passed ? then : otherwise;
        return branch is null || branch.Check(evaluation, value, path, seen);
    }
}
