using System.Text.Json;
using Isaa.Schemas.Patterns;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Compiling;

/// <summary>Turns a schema and all that it refers to into nodes. One use, one thread.</summary>
internal sealed class SchemaCompiler
{
    private readonly SchemaOptions _options;
    private readonly SchemaRegistry _registry;
    private readonly Dictionary<(SchemaDocument Document, string Pointer), SchemaNode> _nodes = [];
    private readonly Queue<(SchemaNode Node, SchemaPlace Place)> _open = new();
    private readonly HashSet<SchemaResource> _used = [];

    private SchemaCompiler(SchemaOptions options)
    {
        _options = options;
        _registry = new SchemaRegistry(options, Faults);
    }

    public SchemaFaults Faults { get; } = new();

    public static SchemaNode Compile(JsonElement schema, SchemaOptions options)
    {
        var compiler = new SchemaCompiler(options);
        var document = compiler._registry.AddRoot(schema);
        var root = compiler.Node(new SchemaPlace(document, "", schema));
        while (compiler._open.TryDequeue(out var next))
        {
            compiler.Complete(next.Node, next.Place);
        }

        compiler.Faults.ThrowIfAny();
        return root;
    }

    /// <summary>The node of a place; its keywords follow later, so that schemas may refer to each other in circles.</summary>
    public SchemaNode Node(SchemaPlace place)
    {
        if (!_nodes.TryGetValue((place.Document, place.Pointer), out var node))
        {
            var resource = place.Document.ResourceOf(place.Pointer);
            node = new SchemaNode(place.Location, resource);
            _nodes.Add((place.Document, place.Pointer), node);
            _open.Enqueue((node, place));
            CompileDynamicAnchors(resource);
        }

        return node;
    }

    public (SchemaNode Node, SchemaResource Resource, string Fragment)? Resolve(SchemaResource from, string reference, string location) =>
        _registry.Resolve(from, reference, location) is { } found ? (Node(found.Place), found.Resource, found.Fragment) : null;

    public EcmaPattern? Pattern(string pattern, string location)
    {
        try
        {
            return EcmaPattern.Parse(pattern, _options.PatternTimeout);
        }
        catch (ArgumentException e)
        {
            Faults.Add(location, $"is no regular expression that is understood here: {e.Message}");
            return null;
        }
    }

    public bool AssertsFormats(SchemaResource resource) => _options.AssertFormats || resource.Dialect.AssertsFormats;

    private void Complete(SchemaNode node, SchemaPlace place)
    {
        switch (place.Schema.ValueKind)
        {
            case JsonValueKind.True:
                break;
            case JsonValueKind.False:
                node.IsNever = true;
                break;
            case JsonValueKind.Object:
                node.Complete(new SchemaReader(this, place).Read());
                break;
            default:
                Faults.Add(place.Location, $"must be a schema (an object or a boolean), not {JsonText.Describe(place.Schema)}");
                break;
        }
    }

    private void CompileDynamicAnchors(SchemaResource resource)
    {
        if (!_used.Add(resource))
        {
            return;
        }

        foreach (var anchor in resource.DynamicAnchors)
        {
            if (resource.Document.TryWalk(resource.Anchors[anchor], out var schema))
            {
                resource.DynamicNodes[anchor] = Node(new SchemaPlace(resource.Document, resource.Anchors[anchor], schema));
            }
        }
    }
}
