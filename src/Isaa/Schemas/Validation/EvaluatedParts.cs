namespace Isaa.Schemas.Validation;

/// <summary>Which members and items of one value were accepted so far, for the unevaluated keywords.</summary>
internal sealed class EvaluatedParts
{
    private HashSet<string>? _names;
    private HashSet<int>? _indexes;
    private bool _allNames;
    private int _leading;

    public void Add(string name) => (_names ??= new HashSet<string>(StringComparer.Ordinal)).Add(name);

    public void Add(int index) => (_indexes ??= []).Add(index);

    public void AddAllNames() => _allNames = true;

    public void AddAllItems() => _leading = int.MaxValue;

    public void AddLeading(int count) => _leading = Math.Max(_leading, count);

    public bool Has(string name) => _allNames || _names?.Contains(name) == true;

    public bool Has(int index) => index < _leading || _indexes?.Contains(index) == true;

    public void Merge(EvaluatedParts other)
    {
        _allNames |= other._allNames;
        _leading = Math.Max(_leading, other._leading);
        if (other._names is { } names)
        {
            (_names ??= new HashSet<string>(StringComparer.Ordinal)).UnionWith(names);
        }

        if (other._indexes is { } indexes)
        {
            (_indexes ??= []).UnionWith(indexes);
        }
    }
}
