using System.Text.Json;
using System.Text.Json.Nodes;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Functions.Executions;
using Isaa.Functions.Storing;
using Isaa.Jobs.Steps;

namespace Isaa.Chains.Ports;

/// <summary>Stored functions as functions of chains.</summary>
internal sealed class StoredChainFunctions(FunctionStore functions, FunctionExecutor executor) : IChainFunctions
{
    public async Task<IChainFunction?> FindAsync(string name, string tenant, CancellationToken cancellationToken = default) =>
        await functions.FindAsync(name, tenant, cancellationToken) is null
            ? null
            : new StoredFunction(executor, await functions.GetUsableAsync(name, tenant, cancellationToken));

    public async Task<IReadOnlyList<string>> ListAsync(string tenant, CancellationToken cancellationToken = default) =>
        [.. (await functions.ListAsync(new() { Tenant = tenant, Kind = FunctionStore.Kind }, cancellationToken)).Select(f => f.Name)];

    private sealed class StoredFunction(FunctionExecutor executor, FunctionVersion version) : IChainFunction
    {
        public string Name => version.Name;

        public string Reference => $"{version.Name}@{version.Version}";

        public StepKind Kind => version.StepKind;

        public async ValueTask<ChainValue> CallAsync(ChainValue input, ChainCaller caller, CancellationToken cancellationToken)
        {
            var request = new FunctionRequest
            {
                Function = Reference,
                Hash = version.Hash,
                Tenant = version.Tenant,
                Input = InputOf(input),
                Caller = caller is { Session: null, Job: null } ? null : new FunctionContext { Session = caller.Session, Job = caller.Job },
            };
            var ended = await executor.RunAsync(request, cancellationToken);
            return ended is { Outcome: FunctionOutcome.Completed, Output: { } output }
                ? ChainValue.Of(output)
                : throw new IsaaException(FunctionNames.Of(ended.Outcome!.Value), $"Function '{version.Name}' gave no result: {FunctionText.Of(ended.Outcome.Value, ended.Error)}");
        }

        // An object is the arguments. Anything else is the one argument the schema names, else the argument 'input'.
        private JsonElement InputOf(ChainValue input)
        {
            if (input.AsJson() is { ValueKind: JsonValueKind.Object } arguments)
            {
                return arguments;
            }

            var only = version.Definition.InputSchema is { ValueKind: JsonValueKind.Object } schema
                && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
                && properties.EnumerateObject().Take(2).ToList() is [var one] ? one.Name : "input";
            return JsonSerializer.SerializeToElement(new JsonObject { [only] = JsonNode.Parse(input.Json.GetRawText()) });
        }
    }
}
