using System.Text.Json;

namespace Isaa.Schemas.Validation;

/// <summary>A keyword that looks at the value alone and applies no other schema.</summary>
internal abstract class Assertion(string location) : Keyword(location)
{
    public sealed override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen) =>
        Holds(value) || evaluation.Fail(this, path, evaluation.Collects ? Explain(value) : "");

    protected abstract bool Holds(JsonElement value);

    /// <summary>What was expected and what is there.</summary>
    protected abstract string Explain(JsonElement value);
}
