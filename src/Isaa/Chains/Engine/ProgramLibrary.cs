using Isaa.Chains.Ports;
using System.Collections.Concurrent;
using Isaa.Chains.Nodes;

namespace Isaa.Chains.Engine;

/// <summary>The chains and functions that this program registered; they belong to every tenant. Thread safe.</summary>
internal sealed class ProgramLibrary : IChainLibrary, IChainFunctions
{
    private readonly ConcurrentDictionary<string, Chain> _chains = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IChainFunction> _functions = new(StringComparer.Ordinal);

    public Chain? Find(string name) => _chains.GetValueOrDefault(name);

    public IChainFunction? FindFunction(string name) => _functions.GetValueOrDefault(name);

    public void Add(string name, Chain chain) => _chains[name] = chain;

    public void Add(IChainFunction function) => _functions[function.Name] = function;

    Task<ChainNode?> IChainLibrary.FindAsync(string reference, string tenant, CancellationToken cancellationToken) => Task.FromResult(Find(reference)?.Root);

    Task<IReadOnlyList<string>> IChainLibrary.ListAsync(string tenant, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([.. _chains.Keys]);

    Task<IChainFunction?> IChainFunctions.FindAsync(string name, string tenant, CancellationToken cancellationToken) => Task.FromResult(FindFunction(name));

    Task<IReadOnlyList<string>> IChainFunctions.ListAsync(string tenant, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([.. _functions.Keys]);
}
