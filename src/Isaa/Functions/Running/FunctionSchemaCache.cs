using System.Runtime.CompilerServices;
using System.Text.Json;
using Isaa.Schemas;

namespace Isaa.Functions.Running;

/// <summary>The schemas of a definition, read once for as long as somebody holds the definition. Thread safe.</summary>
internal sealed class FunctionSchemaCache
{
    private readonly ConditionalWeakTable<FunctionDefinition, FunctionSchemas> _read = [];

    /// <summary>The schemas.</summary>
    /// <exception cref="Diagnostics.IsaaException"><c>schema_invalid</c>; a definition that was checked has none such.</exception>
    public FunctionSchemas For(FunctionDefinition definition) =>
        _read.GetValue(definition, static unread => new FunctionSchemas(Read(unread.InputSchema), Read(unread.OutputSchema)));

    private static JsonSchema? Read(JsonElement? schema) => schema is { } given ? JsonSchema.Parse(given) : null;
}
