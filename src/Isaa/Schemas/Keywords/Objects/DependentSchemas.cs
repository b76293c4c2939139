using System.Text.Json;
using Isaa.Schemas.Validation;

namespace Isaa.Schemas.Keywords.Objects;

/// <summary>The keyword <c>dependentSchemas</c> and the schema form of <c>dependencies</c>.</summary>
internal sealed class DependentSchemas(string location, IReadOnlyDictionary<string, SchemaNode> schemas) : Keyword(location)
{
    public override bool Check(Evaluation evaluation, JsonElement value, InstancePath? path, EvaluatedParts? seen)
    {
        var passed = true;
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var (name, schema) in schemas)
            {
                if (value.TryGetProperty(name, out _))
                {
                    passed &= schema.Check(evaluation, value, path, seen);
                }
            }
        }

        return passed;
    }
}
