using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Logic;

internal sealed class RefKeyword(string location, SchemaNode target) : Keyword(location)
{
    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen) =>
        target.Check(evaluation, value, path, seen);
}
