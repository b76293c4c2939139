using System.Text.Json;
using Isaa.Protocol.Sandbox;
using Isaa.Diagnostics;

namespace Isaa.Functions.Checks;

/// <summary>Compares what the code takes with what the definition says.</summary>
internal static class SignatureCheck
{
    private const string Context = "context";

    public static IEnumerable<FunctionFinding> FindFaults(FunctionDefinition definition, WorkerSignature signature)
    {
        if (signature.IsAsync is { } isAsync && isAsync != definition.IsAsync)
        {
            yield return Finding("isAsync", isAsync
                ? $"{definition.Name} is asynchronous; the definition says it is not."
                : $"The definition says that {definition.Name} is asynchronous; it is not.");
        }

        if (signature.Parameters is not { } parameters)
        {
            yield break;
        }

        if (definition.NeedsContext && !signature.TakesAny && parameters.All(static parameter => parameter.Name != Context))
        {
            yield return Finding("needsContext", $"The definition says that {definition.Name} needs the context, but it has no parameter 'context'.");
        }

        var own = parameters.Where(parameter => !(definition.NeedsContext && parameter.Name == Context)).ToList();
        foreach (var finding in Compare(definition, own, signature))
        {
            yield return finding;
        }
    }

    private static IEnumerable<FunctionFinding> Compare(FunctionDefinition definition, List<WorkerParameter> parameters, WorkerSignature signature)
    {
        if (definition.InputSchema is not { ValueKind: JsonValueKind.Object } schema || !schema.TryGetProperty("properties", out var properties)
            || properties.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        var required = schema.TryGetProperty("required", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Where(static name => name.ValueKind == JsonValueKind.String).Select(static name => name.GetString()).ToHashSet()
            : [];
        foreach (var parameter in parameters.Where(static parameter => parameter.IsRequired))
        {
            if (!properties.TryGetProperty(parameter.Name, out _))
            {
                yield return Finding("inputSchema", $"{definition.Name} needs '{parameter.Name}', which is no property of the input schema.");
            }
            else if (!signature.AcceptsMissing && !required.Contains(parameter.Name))
            {
                yield return Finding("inputSchema", $"{definition.Name} needs '{parameter.Name}', which the input schema does not require. Require it, or give the parameter a default.");
            }
        }

        foreach (var property in properties.EnumerateObject().Where(property => !signature.TakesAny && parameters.TrueForAll(parameter => parameter.Name != property.Name)))
        {
            yield return Finding("inputSchema", $"The input schema has '{property.Name}', which is no parameter of {definition.Name}.");
        }
    }

    private static FunctionFinding Finding(string field, string message) => new() { Code = "signature_mismatch", Field = field, Message = ControlText.Neutralize(message) };
}
