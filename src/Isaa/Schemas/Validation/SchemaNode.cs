using System.Text.Json;
using Isaa.Schemas.Compiling;

namespace Isaa.Schemas.Validation;

/// <summary>One schema, ready to be applied. Its keywords are set once, after those it refers to exist.</summary>
internal sealed class SchemaNode(string location, SchemaResource resource)
{
    private Keyword[] _keywords = [];
    private bool _hasUnevaluated;

    public string Location { get; } = location;

    /// <summary>True for the schema <c>false</c>, which accepts nothing.</summary>
    public bool IsNever { get; set; }

    public void Complete(IEnumerable<Keyword> keywords)
    {
        _keywords = [.. keywords];
        _hasUnevaluated = _keywords.Any(keyword => keyword.NeedsEvaluatedParts);
    }

    public bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        if (IsNever)
        {
            return evaluation.Fail(Location, "false", path, "nothing is allowed here; leave it out");
        }

        if (_keywords.Length == 0)
        {
            return true;
        }

        if (!evaluation.TryEnter(resource, out var outer))
        {
            return evaluation.Fail(Location, "$ref", path, "the schema nests or branches too deeply for this value to be checked");
        }

        var own = seen is not null || _hasUnevaluated ? new EvaluatedParts() : null;
        var passed = CheckKeywords(evaluation, value, path, own);
        evaluation.Leave(outer);
        if (passed && own is not null)
        {
            seen?.Merge(own);
        }

        return passed;
    }

    private bool CheckKeywords(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? own)
    {
        var passed = true;
        foreach (var keyword in _keywords)
        {
            // What was not evaluated is known only when all else passed.
            if (!passed && (!evaluation.Collects || keyword.NeedsEvaluatedParts))
            {
                return false;
            }

            passed &= keyword.Check(evaluation, value, path, own);
        }

        return passed;
    }
}
