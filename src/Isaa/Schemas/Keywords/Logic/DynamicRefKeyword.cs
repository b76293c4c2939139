using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Logic;

/// <summary>A reference whose target the outermost schema on the way here may replace.</summary>
internal sealed class DynamicRefKeyword(string location, SchemaNode target, string anchor) : Keyword(location)
{
    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen) =>
        (evaluation.FindDynamic(anchor) ?? target).Check(evaluation, value, path, seen);
}
