using System.Text.Json;
using Isaa.Chains.Ports;
using Isaa.Chains.Values;
using Isaa.Diagnostics;
using Isaa.Functions;
using Isaa.Functions.Executions;
using Isaa.Functions.Storing;
using Isaa.Jobs.Steps;

namespace Isaa.Chains.Engine;

/// <summary>The function store's functions for chains. They run in the sandbox, reach nothing outside it, and so may be repeated.</summary>
/// <param name="store">The functions.</param>
/// <param name="executor">Calls them.</param>
internal sealed class StoredFunctions(FunctionStore store, FunctionExecutor executor) : IChainFunctions
{
    public async Task<IChainFunction?> FindAsync(string name, string tenant, CancellationToken cancellationToken = default)
    {
        try
        {
            _ = await store.GetUsableAsync(name, tenant, cancellationToken);
            return new Stored(executor, name, tenant);
        }
        catch (IsaaException e) when (e.Code == "function_unknown")
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<string>> ListAsync(string tenant, CancellationToken cancellationToken = default) =>
        [.. (await store.ListAsync(new() { Kind = FunctionStore.Kind, Tenant = tenant }, cancellationToken)).Select(f => f.Name)];

    private sealed class Stored(FunctionExecutor executor, string name, string tenant) : IChainFunction
    {
        public string Name => name;

        public StepKind Kind => StepKind.Repeatable;

        public async ValueTask<ChainValue> CallAsync(ChainValue input, CancellationToken cancellationToken)
        {
            // An object in a text is the function's arguments, as everywhere in chains.
            var arguments = input.AsJson() is { ValueKind: JsonValueKind.Object } named ? named : input.Json;
            var execution = await executor.RunAsync(new FunctionRequest { Function = name, Tenant = tenant, Input = arguments }, cancellationToken);
            return execution.Outcome == FunctionOutcome.Completed
                ? ChainValue.Of(execution.Output ?? ChainValue.Null.Json)
                : throw new IsaaException($"function_{execution.Outcome?.ToString().ToLowerInvariant() ?? "lost"}", $"The function '{name}' ended as {execution.Outcome}: {execution.Error?.Message ?? "nothing is known of why"}");
        }
    }
}
