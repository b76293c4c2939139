using System.Globalization;
using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Compiling;

/// <summary>Reads the keywords of one schema object and notes what is malformed.</summary>
internal sealed class SchemaReader
{
    private readonly SchemaPlace _place;

    public SchemaReader(SchemaCompiler compiler, SchemaPlace place)
    {
        Compiler = compiler;
        _place = place;
        Resource = place.Document.ResourceOf(place.Pointer);
    }

    public SchemaCompiler Compiler { get; }

    public SchemaResource Resource { get; }

    public Dialect Dialect => Resource.Dialect;

    public IEnumerable<Keyword> Read()
    {
        if (Dialect.IsDraft7 && _place.Schema.TryGetProperty("$ref", out _))
        {
            return LogicReader.ReadReferences(this);
        }

        IEnumerable<Keyword> keywords =
        [
            .. Dialect.HasValidation ? ValueReader.Read(this) : [],
            .. Dialect.HasValidation ? SizeReader.Read(this) : [],
            .. ValueReader.ReadFormat(this),
            .. ObjectReader.Read(this),
            .. ArrayReader.Read(this),
            .. LogicReader.ReadReferences(this),
            .. LogicReader.Read(this),
        ];
        return keywords.OrderBy(keyword => keyword.NeedsEvaluatedParts);
    }

    public string At(string keyword) => $"{_place.Location}/{keyword}";

    public void Fault(string keyword, string message) => Compiler.Faults.Add(At(keyword), message);

    public bool TryGet(string keyword, out JsonElement value) => _place.Schema.TryGetProperty(keyword, out value);

    /// <summary>A keyword of one kind; a value of another kind is a fault.</summary>
    public bool TryGet(string keyword, JsonValueKind kind, string expected, out JsonElement value)
    {
        if (!TryGet(keyword, out value))
        {
            return false;
        }

        if (value.ValueKind == kind)
        {
            return true;
        }

        Fault(keyword, $"must be {expected}, not {JsonText.Describe(value)}");
        return false;
    }

    public bool TryGetCount(string keyword, out long count)
    {
        count = 0;
        if (!TryGet(keyword, JsonValueKind.Number, "a whole number of at least 0", out var value))
        {
            return false;
        }

        var number = ExactNumber.Read(value);
        if (!number.IsInteger || (!number.IsZero && !number.IsPositive))
        {
            Fault(keyword, $"must be a whole number of at least 0, not {value.GetRawText()}");
            return false;
        }

        count = value.TryGetDecimal(out var exact) && exact < long.MaxValue ? (long)exact : long.MaxValue;
        return true;
    }

    public IReadOnlyList<string>? Names(string keyword, JsonElement list)
    {
        if (list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            return [.. list.EnumerateArray().Select(item => item.GetString()!)];
        }

        Fault(keyword, "must be a list of names");
        return null;
    }

    public SchemaNode? Child(string keyword) => TryGet(keyword, out var schema) ? Node(schema, keyword) : null;

    public IReadOnlyList<SchemaNode>? Children(string keyword, bool mayBeEmpty = false)
    {
        if (!TryGet(keyword, JsonValueKind.Array, "a list of schemas", out var list))
        {
            return null;
        }

        if (list.GetArrayLength() == 0 && !mayBeEmpty)
        {
            Fault(keyword, "must hold at least one schema");
            return null;
        }

        return [.. list.EnumerateArray().Select((schema, index) => Node(schema, keyword, index.ToString(CultureInfo.InvariantCulture)))];
    }

    public IReadOnlyDictionary<string, SchemaNode>? NamedChildren(string keyword)
    {
        if (!TryGet(keyword, JsonValueKind.Object, "an object of schemas", out var map))
        {
            return null;
        }

        var named = new Dictionary<string, SchemaNode>(StringComparer.Ordinal);
        foreach (var member in map.EnumerateObject())
        {
            named[member.Name] = Node(member.Value, keyword, member.Name);
        }

        return named;
    }

    public SchemaNode Node(JsonElement schema, params IReadOnlyList<string> tokens) =>
        Compiler.Node(new SchemaPlace(_place.Document, _place.Pointer + string.Concat(tokens.Select(token => "/" + JsonPointer.Escape(token))), schema));
}
