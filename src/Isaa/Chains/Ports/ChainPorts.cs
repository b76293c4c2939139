using Isaa.Diagnostics;

namespace Isaa.Chains.Ports;

/// <summary>What a run can reach by name. All null: only what the program bound.</summary>
internal sealed record ChainPorts
{
    public static ChainPorts None { get; } = new();

    public IChainAgents? Agents { get; init; }

    public IReadOnlyList<IChainFunctions> Functions { get; init; } = [];

    public IChainTools? Tools { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <exception cref="IsaaException"><c>agent_unknown</c> or <c>chain_unbound</c>.</exception>
    public Task<IChainAgent> GetAgentAsync(string reference, string tenant, CancellationToken cancellationToken) =>
        Agents?.GetAsync(reference, tenant, cancellationToken) ?? throw Unbound($"the agent '{reference}'");

    /// <exception cref="IsaaException"><c>function_unknown</c>, with the nearest names.</exception>
    public async Task<IChainFunction> GetFunctionAsync(string name, string tenant, CancellationToken cancellationToken)
    {
        if (await FindFunctionAsync(name, tenant, cancellationToken) is { } known)
        {
            return known;
        }

        var names = new List<string>();
        foreach (var source in Functions)
        {
            names.AddRange(await source.ListAsync(tenant, cancellationToken));
        }

        throw new IsaaException("function_unknown", $"There is no function '{name}' here. Register it under this name in the program that runs the chain.{NearestNames.Hint(name, names)}");
    }

    public async Task<bool> HasFunctionAsync(string name, string tenant, CancellationToken cancellationToken) =>
        await FindFunctionAsync(name, tenant, cancellationToken) is not null;

    private async Task<IChainFunction?> FindFunctionAsync(string name, string tenant, CancellationToken cancellationToken)
    {
        foreach (var source in Functions)
        {
            if (await source.FindAsync(name, tenant, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    public static IsaaException Unbound(string what) =>
        new("chain_unbound", $"The chain names {what}, which a chain that runs by itself cannot look up. Give it the engine: new ChainRunOptions {{ Engine = app.Chains }}, or run it durably with app.Chains.RunAsync.");
}
