using Isaa.Chains.Building;
using Isaa.Chains.Storing;
using Isaa.Protocol.Chains.Storing;

namespace Isaa.Server.Api.Chains;

/// <summary>Chains as the API shows them.</summary>
internal static class ChainViews
{
    public static ChainView View(ChainVersion chain) => new()
    {
        Name = chain.Name,
        Version = chain.Version,
        Hash = chain.Hash,
        CreatedAt = chain.CreatedAt,
        SavedBy = chain.SavedBy,
        Description = chain.Description,
        Tags = chain.Tags,
        Acceptance = chain.Decision is null ? "open" : chain.IsAccepted ? "accepted" : "refused",
        DecidedBy = chain.Decision?.By,
        Note = chain.Decision?.Note is { Length: > 0 } note ? note : null,
    };

    public static ChainUsesView View(ChainUses uses) =>
        new() { Agents = uses.Agents, Tools = uses.Tools, Functions = uses.Functions, Chains = uses.Chains, Steps = uses.Steps };

    public static IReadOnlyList<ChainFindingView> View(IReadOnlyList<ChainFinding> findings) => [.. findings.Select(f => new ChainFindingView(f.Code, f.Message))];
}
