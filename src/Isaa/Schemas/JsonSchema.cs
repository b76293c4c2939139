using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Schemas.Compiling;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas;

/// <summary>A JSON Schema (draft 2020-12 or draft 7) that is read once and checks any number of values. Immutable and thread safe.</summary>
/// <remarks>Both the schema and the value may come from a stranger: nesting, work and regular expressions are bounded, and nothing is fetched.</remarks>
public sealed class JsonSchema
{
    private readonly SchemaNode _root;

    private JsonSchema(JsonElement definition, SchemaNode root)
    {
        Definition = definition;
        _root = root;
    }

    /// <summary>The schema as it was given.</summary>
    public JsonElement Definition { get; }

    /// <summary>Reads a schema.</summary>
    /// <param name="schema">An object or a boolean; it is copied.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <exception cref="IsaaException"><c>schema_invalid</c> names every malformed place.</exception>
    public static JsonSchema Parse(JsonElement schema, SchemaOptions? options = null)
    {
        var definition = schema.Clone();
        return new JsonSchema(definition, SchemaCompiler.Compile(definition, options ?? SchemaOptions.Default));
    }

    /// <summary>Reads a schema from JSON text.</summary>
    /// <param name="schema">The text.</param>
    /// <param name="options">How to read it; null for the defaults.</param>
    /// <exception cref="IsaaException"><c>schema_invalid</c> when the text is no JSON or a place is malformed.</exception>
    public static JsonSchema Parse(string schema, SchemaOptions? options = null)
    {
        try
        {
            return Parse(JsonElement.Parse(schema), options);
        }
        catch (JsonException e)
        {
            throw new IsaaException("schema_invalid", $"The JSON schema is not valid JSON: {e.Message}", e);
        }
    }

    /// <summary>Says whether the schema accepts a value, at the first fault and without allocating errors.</summary>
    /// <param name="value">The value.</param>
    public bool Accepts(JsonElement value) => _root.Check(new Evaluation(collects: false), value, null, null);

    /// <summary>Lists what is wrong with a value; empty when the schema accepts it.</summary>
    /// <param name="value">The value.</param>
    public IReadOnlyList<SchemaError> Validate(JsonElement value)
    {
        if (Accepts(value))
        {
            return [];
        }

        var evaluation = new Evaluation(collects: true);
        _root.Check(evaluation, value, InstancePath.Root, null);
        return evaluation.Errors;
    }
}
