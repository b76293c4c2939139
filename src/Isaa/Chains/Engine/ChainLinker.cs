using Isaa.Chains.Ports;
using Isaa.Chains.Building;
using Isaa.Chains.Nodes;
using Isaa.Diagnostics;

namespace Isaa.Chains.Engine;

/// <summary>Puts the chains that a chain names in their places.</summary>
/// <param name="libraries">Where chains are found.</param>
internal sealed class ChainLinker(IReadOnlyList<IChainLibrary> libraries)
{
    /// <summary>The chain without references.</summary>
    /// <param name="root">The chain.</param>
    /// <param name="name">Its own name, which must not come back; null for none.</param>
    /// <param name="tenant">Whose chain it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>chain_unknown</c> with the nearest names, <c>chain_cycle</c>, <c>chain_too_large</c>.</exception>
    public async Task<ChainNode> LinkAsync(ChainNode root, string? name, string tenant, CancellationToken cancellationToken)
    {
        if (!ChainNodes.All(root).OfType<ReferenceNode>().Any())
        {
            return root;
        }

        var budget = new Budget { Left = Chain.MaxNodes };
        var linked = await LinkAsync(root, name is null ? [] : [name], budget, tenant, cancellationToken);
        _ = ChainSize.Of(linked);
        return linked;
    }

    private Task<ChainNode> LinkAsync(ChainNode node, IReadOnlyList<string> path, Budget budget, string tenant, CancellationToken cancellationToken) =>
        ChainNodes.ReplaceAsync(node, async leaf =>
        {
            if (leaf is not ReferenceNode reference)
            {
                return leaf;
            }

            var name = NodeNames.NameOf(reference.Chain);
            if (path.Contains(name))
            {
                throw new IsaaException("chain_cycle", $"The chain '{name}' leads back to itself: {string.Join(" >> ", path.Append(name))}. Use Repeat for a loop.");
            }

            var found = await GetAsync(reference.Chain, tenant, cancellationToken);
            budget.Left -= ChainNodes.All(found).Count();
            if (budget.Left < 0)
            {
                throw new IsaaException("chain_too_large", $"With the chains it names, the chain has more than {Chain.MaxNodes} nodes.");
            }

            // In parentheses of its own: a condition inside must not reach out.
            return new SequenceNode { Steps = [await LinkAsync(found, [.. path, name], budget, tenant, cancellationToken)] };
        });

    /// <summary>A chain as it is kept.</summary>
    /// <exception cref="IsaaException"><c>chain_unknown</c> with the nearest names.</exception>
    public async Task<ChainNode> GetAsync(string reference, string tenant, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var library in libraries)
        {
            if (await library.FindAsync(reference, tenant, cancellationToken) is { } found)
            {
                return found;
            }

            names.AddRange(await library.ListAsync(tenant, cancellationToken));
        }

        throw new IsaaException("chain_unknown", $"There is no chain '{reference}'.{NearestNames.Hint(NodeNames.NameOf(reference), names)}");
    }

    private sealed class Budget
    {
        public int Left { get; set; }
    }
}
