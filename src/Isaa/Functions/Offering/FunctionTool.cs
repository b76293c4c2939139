using System.Text.Json;
using System.Text.Json.Nodes;
using Isaa.Diagnostics;
using Isaa.Functions.Executions;
using Isaa.Functions.Storing;
using Isaa.Tools;
using Microsoft.Extensions.AI;

namespace Isaa.Functions.Offering;

/// <summary>One version of a function as a model calls it.</summary>
internal sealed class FunctionTool(FunctionExecutor executor, FunctionVersion version) : AIFunction
{
    private const int MaxLogs = 2_000;
    private readonly JsonElement _schema = SchemaOf(version.Definition);

    public override string Name => version.Name;

    public override string Description => version.Definition.Description;

    public override JsonElement JsonSchema => _schema;

    /// <summary>What the model reads of an execution: the result, and what was printed.</summary>
    /// <exception cref="IsaaException">There is no result; the code is the outcome.</exception>
    public static string TextOf(FunctionExecution execution)
    {
        var printed = execution.Logs.Length == 0 ? "" : $"\nPrinted:\n{(execution.Logs.Length <= MaxLogs ? execution.Logs : $"{execution.Logs.AsSpan(0, MaxLogs)}…")}";
        return execution is { Outcome: FunctionOutcome.Completed, Output: { } output }
            ? (output.ValueKind == JsonValueKind.String ? output.GetString()! : output.GetRawText()) + printed
            : throw new IsaaException(FunctionNames.Of(execution.Outcome!.Value), $"{FunctionText.Of(execution.Outcome.Value, execution.Error)}{printed}");
    }

    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        var input = new JsonObject(arguments.Select(a => KeyValuePair.Create(a.Key, JsonSerializer.SerializeToNode(a.Value, AIJsonUtilities.DefaultOptions))));
        var request = new FunctionRequest
        {
            Function = $"{version.Name}@{version.Version}",
            Hash = version.Hash,
            Tenant = version.Tenant,
            Input = JsonSerializer.SerializeToElement(input),
            Caller = arguments.Context is { } context && context.TryGetValue(typeof(ToolCallContext), out var value) && value is ToolCallContext call ? CallerOf(call) : null,
        };
        return TextOf(await executor.RunAsync(request, cancellationToken));
    }

    public static FunctionContext CallerOf(ToolCallContext call) => new() { Session = call.Session, Agent = call.Agent, Job = call.Run.ToString() };

    // Providers want an object schema that says so; where no argument is named all are taken.
    private static JsonElement SchemaOf(FunctionDefinition definition)
    {
        var schema = definition.InputSchema is { ValueKind: JsonValueKind.Object } given ? JsonObject.Create(given)! : [];
        schema["type"] ??= "object";
        if (!schema.ContainsKey("properties"))
        {
            schema["additionalProperties"] ??= true;
        }

        return JsonSerializer.SerializeToElement(schema);
    }
}
