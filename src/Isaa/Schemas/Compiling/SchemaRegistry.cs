using System.Text.Json;
using System.Text.RegularExpressions;

namespace Isaa.Schemas.Compiling;

/// <summary>Every schema that a reference may name: the one that is read, those registered with it, and the metaschemas. Nothing is fetched.</summary>
internal sealed partial class SchemaRegistry
{
    /// <summary>What relative references of a schema without an identity start from.</summary>
    private const string LocalUri = "schema://local/";

    private readonly Dictionary<string, SchemaResource> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JsonElement> _waiting = new(StringComparer.Ordinal);
    private readonly SchemaFaults _faults;
    private readonly Dialect _default;

    public SchemaRegistry(SchemaOptions options, SchemaFaults faults)
    {
        _faults = faults;
        _default = options.DefaultsToDraft7 ? Dialect.Draft7 : Dialect.Draft202012;
        foreach (var (uri, schema) in options.Documents)
        {
            _waiting[Normalize(uri)] = schema;
        }
    }

    /// <summary>Reads the schema that is to be compiled; registered ones are read when they are named.</summary>
    public SchemaDocument AddRoot(JsonElement schema) => Add(LocalUri, schema, "");

    /// <summary>Finds what a reference names; null, with a fault noted, when it names nothing.</summary>
    public (SchemaPlace Place, SchemaResource Resource, string Fragment)? Resolve(SchemaResource from, string reference, string location)
    {
        var (uri, fragment) = Split(Combine(from.Uri, reference));
        if (Find(uri) is not { } resource)
        {
            _faults.Add(location, $"refers to {uri}, which is not part of this schema; nothing is fetched from elsewhere");
            return null;
        }

        fragment = Uri.UnescapeDataString(fragment);
        string? pointer = null;
        if (fragment.Length == 0 || fragment[0] == '/')
        {
            pointer = resource.Pointer + fragment;
        }
        else if (resource.Anchors.TryGetValue(fragment, out var anchored))
        {
            pointer = anchored;
        }

        if (pointer is null || !resource.Document.TryWalk(pointer, out var schema))
        {
            _faults.Add(location, $"refers to {reference}, which does not exist");
            return null;
        }

        return (new SchemaPlace(resource.Document, pointer, schema), resource, fragment);
    }

    private SchemaResource? Find(string uri)
    {
        if (_resources.TryGetValue(uri, out var known))
        {
            return known;
        }

        if (_waiting.TryGetValue(uri, out var schema) || Metaschemas.TryFind(uri, out schema))
        {
            Add(uri, schema, uri);
        }
        else
        {
            // The identity may be declared inside a document that was registered under another name.
            foreach (var (name, document) in _waiting.Where(pair => !_resources.ContainsKey(pair.Key)).ToList())
            {
                Add(name, document, name);
            }
        }

        return _resources.GetValueOrDefault(uri);
    }

    private SchemaDocument Add(string uri, JsonElement schema, string name)
    {
        var document = new SchemaDocument(schema, name);
        var root = new SchemaResource(uri, document, "", DialectOf(schema, document.Locate(""), _default));
        document.Resources[""] = root;
        _resources.TryAdd(uri, root);
        Scan(schema, "", root);
        return document;
    }

    private void Scan(JsonElement schema, string pointer, SchemaResource resource)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        resource = Identify(schema, pointer, resource);
        foreach (var (child, place) in SchemaChildren.Of(schema, pointer, resource.Dialect))
        {
            Scan(child, place, resource);
        }
    }

    private SchemaResource Identify(JsonElement schema, string pointer, SchemaResource resource)
    {
        var isHidden = resource.Dialect.IsDraft7 && schema.TryGetProperty("$ref", out _);
        if (!isHidden && schema.TryGetProperty("$id", out var id) && id.ValueKind == JsonValueKind.String)
        {
            var (uri, fragment) = Split(Combine(resource.Uri, id.GetString()!));
            if (fragment.Length > 0)
            {
                resource.Anchors.TryAdd(fragment, pointer);
            }

            if (uri != resource.Uri || (pointer.Length > 0 && fragment.Length == 0))
            {
                var document = resource.Document;
                resource = new SchemaResource(uri, document, pointer, DialectOf(schema, document.Locate(pointer), resource.Dialect));
                document.Resources[pointer] = resource;
                _resources.TryAdd(uri, resource);
            }
        }

        foreach (var keyword in (string[])["$anchor", "$dynamicAnchor"])
        {
            if (!resource.Dialect.IsDraft7 && schema.TryGetProperty(keyword, out var anchor) && anchor.ValueKind == JsonValueKind.String)
            {
                resource.Anchors.TryAdd(anchor.GetString()!, pointer);
                if (keyword == "$dynamicAnchor")
                {
                    resource.DynamicAnchors.Add(anchor.GetString()!);
                }
            }
        }

        return resource;
    }

    private Dialect DialectOf(JsonElement schema, string location, Dialect inherited)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("$schema", out var named) || named.ValueKind != JsonValueKind.String)
        {
            return inherited;
        }

        var uri = named.GetString()!;
        if (Dialect.Find(uri) is { } known)
        {
            return known;
        }

        var key = Normalize(uri);
        if (!_waiting.TryGetValue(key, out var meta))
        {
            _faults.Add(location + "/$schema", $"{uri} is not supported; draft 2020-12 (https://json-schema.org/draft/2020-12/schema) and draft 7 (http://json-schema.org/draft-07/schema#) are");
            return inherited;
        }

        var vocabularies = meta.TryGetProperty("$vocabulary", out var listed) && listed.ValueKind == JsonValueKind.Object
            ? listed.EnumerateObject().Select(member => member.Name[(member.Name.LastIndexOf('/') + 1)..]).ToList()
            : null;
        return vocabularies is null ? Dialect.Draft202012 : Dialect.Draft202012 with
        {
            HasValidation = vocabularies.Contains("validation"),
            AssertsFormats = vocabularies.Contains("format-assertion"),
        };
    }

    private static string Normalize(string uri) => Split(Combine(LocalUri, uri)).Uri;

    private static (string Uri, string Fragment) Split(string uri)
    {
        var mark = uri.IndexOf('#', StringComparison.Ordinal);
        return mark < 0 ? (uri, "") : (uri[..mark], uri[(mark + 1)..]);
    }

    private static string Combine(string baseUri, string reference)
    {
        if (reference.Length == 0 || reference[0] == '#')
        {
            return baseUri + reference;
        }

        if (Scheme().IsMatch(reference))
        {
            return Uri.TryCreate(reference, UriKind.Absolute, out var absolute) ? absolute.AbsoluteUri : reference;
        }

        return Uri.TryCreate(baseUri, UriKind.Absolute, out var start) && Uri.TryCreate(start, reference, out var combined)
            ? combined.AbsoluteUri
            : reference;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:")]
    private static partial Regex Scheme();
}
