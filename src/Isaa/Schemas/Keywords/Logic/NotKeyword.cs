using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Logic;

internal sealed class NotKeyword(string location, SchemaNode schema) : Keyword(location)
{
    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen) =>
        !evaluation.Try(schema, value, path, null).Passed || evaluation.Fail(this, path, $"must not fit the schema {Location}, but {JsonText.Describe(value)} does");
}
