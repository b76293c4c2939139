using Isaa.Schemas.Compiling;

namespace Isaa.Schemas.Validation;

/// <summary>One pass of a schema over a value: either for the verdict alone, which ends at the first fault, or for all errors.</summary>
internal sealed class Evaluation(bool collects)
{
    /// <summary>How deep schemas may nest before the value is refused; a reference that leads to itself ends here.</summary>
    private const int MaxDepth = 600;

    /// <summary>How many schemas may be applied to one value; one that doubles its work at each reference ends here.</summary>
    private const int MaxWork = 20_000_000;

    private int _depth;
    private int _work;
    private DynamicScope? _scope;

    public bool Collects { get; } = collects;

    public List<SchemaError> Errors { get; private set; } = [];

    public bool Fail(Keyword keyword, InstancePath? path, string message) => Fail(keyword.Location, keyword.Name, path, message);

    public bool Fail(string location, string keyword, InstancePath? path, string message)
    {
        if (Collects)
        {
            Errors.Add(new SchemaError { InstancePath = path!.ToString(), SchemaPath = location, Keyword = keyword, Message = message });
        }

        return false;
    }

    /// <summary>Runs a check whose errors are handed back instead of being kept.</summary>
    public (bool Passed, List<SchemaError> Errors) Try(SchemaNode node, System.Text.Json.JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        if (!Collects)
        {
            return (node.Check(this, value, path, seen), Errors);
        }

        var kept = Errors;
        Errors = [];
        var passed = node.Check(this, value, path, seen);
        var found = Errors;
        Errors = kept;
        return (passed, found);
    }

    /// <summary>Enters a schema; false when the value needs more nesting or work than is allowed.</summary>
    public bool TryEnter(SchemaResource resource, out DynamicScope? outer)
    {
        outer = _scope;
        if (_depth >= MaxDepth || ++_work > MaxWork)
        {
            return false;
        }

        _depth++;
        if (_scope?.Resource != resource)
        {
            _scope = new DynamicScope(resource, _scope);
        }

        return true;
    }

    public void Leave(DynamicScope? outer)
    {
        _depth--;
        _scope = outer;
    }

    /// <summary>The outermost resource on the way here that declares the dynamic anchor; null when none does.</summary>
    public SchemaNode? FindDynamic(string anchor)
    {
        SchemaNode? found = null;
        for (var scope = _scope; scope is not null; scope = scope.Outer)
        {
            found = scope.Resource.DynamicNodes.GetValueOrDefault(anchor) ?? found;
        }

        return found;
    }
}
