using Isaa.Agents.Registry;
using Isaa.Chains.Engine;
using Isaa.Chains.Nodes;
using Isaa.Chains.Ports;
using Isaa.Chains.Text;
using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Tools;

namespace Isaa.Chains.Storing;

/// <summary>
/// The chains that are kept as data, by name and version. Each change is a new version, checked before it is kept; a person accepts it before it runs
/// by itself. Other chains and <see cref="FlowChains"/> find the accepted ones by name. Thread safe.
/// </summary>
public sealed class ChainStore : IChainLibrary
{
    /// <summary>The kind of definition a chain is.</summary>
    public const string Kind = "chain";

    private const int ShownFits = 5;

    private readonly DefinitionShelf _shelf;
    private readonly ChainNameChecks _names;

    internal ChainStore(IDefinitionStore definitions, AgentRegistry agents, IToolCatalog tools, ProgramLibrary program, IEnumerable<IChainFunctions> functions)
    {
        _shelf = new DefinitionShelf(definitions, Kind);
        _names = new ChainNameChecks(agents, tools, [program, .. functions], new ChainLinker([program, this]));
    }

    /// <summary>
    /// Checks a chain and saves it as the next version. Saving what the newest version holds already makes no new one. It is on disk when this returns.
    /// </summary>
    /// <param name="draft">What to save.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    /// <exception cref="IsaaException">The code of the only finding, or <c>chain_invalid</c> with all of them; <c>chain_too_large</c>.</exception>
    public async Task<ChainVersion> SaveAsync(ChainDraft draft, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(draft);
        if (!TextCursor.IsName(draft.Name))
        {
            throw new IsaaException("chain_invalid", $"'{draft.Name}' is no name for a chain: it begins with a letter and has letters, digits, underscores, single dots and hyphens.");
        }

        var findings = await CheckAsync(draft.Text, draft.Name, draft.Tenant, cancellationToken);
        Throw(draft.AllowUnknown ? [.. findings.Where(f => !f.Code.EndsWith("_unknown", StringComparison.Ordinal))] : findings);
        var text = draft.Text.Replace("\r\n", "\n", StringComparison.Ordinal);
        var saved = await _shelf.SaveAsync(
            new DefinitionDraft
            {
                Key = new DefinitionKey(draft.Tenant, Kind, draft.Name),
                Body = new StoredChain { Text = text, Description = draft.Description, Tags = draft.Tags }.Write(),
                Description = draft.Description,
                Tags = draft.Tags,
                Author = draft.SavedBy,
            },
            cancellationToken);
        return Read(saved);
    }

    /// <summary>Finds all that is wrong with a chain, without keeping it: its text, its nodes, and the names in it.</summary>
    /// <param name="text">The chain as text.</param>
    /// <param name="name">Its name, under which it must not lead back to itself; null for none.</param>
    /// <param name="tenant">Whose chain it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The findings; empty when it can run.</returns>
    public async Task<IReadOnlyList<ChainFinding>> CheckAsync(string text, string? name = null, string tenant = "default", CancellationToken cancellationToken = default)
    {
        Chain chain;
        try
        {
            chain = ChainText.Parse(text, name);
        }
        catch (IsaaException e)
        {
            return [new ChainFinding(e.Code, e.Message)];
        }

        var findings = new List<ChainFinding>();
        try
        {
            _ = chain.Check();
        }
        catch (IsaaException e)
        {
            findings.Add(new ChainFinding(e.Code, e.Message));
        }

        return [.. findings, .. await _names.FindAsync(chain, tenant, cancellationToken)];
    }

    /// <summary>A chain by <c>NAME</c> (its newest version) or <c>NAME@VERSION</c>, accepted or not.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="tenant">Whose chain it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>chain_unknown</c> with the nearest names or the versions there are; <c>chain_changed</c>.</exception>
    public async Task<ChainVersion> GetAsync(string reference, string tenant = "default", CancellationToken cancellationToken = default) =>
        Read(await _shelf.GetAsync(tenant, reference, cancellationToken));

    /// <summary>The newest version of each chain that fits, in the order of their names.</summary>
    /// <param name="query">Which; null for all of the default tenant.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<ChainVersion>> ListAsync(DefinitionQuery? query = null, CancellationToken cancellationToken = default) =>
        [.. (await _shelf.ListAsync(query ?? new DefinitionQuery { Tenant = "default", Kind = Kind }, cancellationToken)).Select(Read)];

    /// <summary>All versions of a chain, newest first.</summary>
    /// <param name="name">The chain's name.</param>
    /// <param name="tenant">Whose chain it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>chain_unknown</c> with the nearest names.</exception>
    public async Task<IReadOnlyList<ChainVersion>> ListVersionsAsync(string name, string tenant = "default", CancellationToken cancellationToken = default) =>
        [.. (await _shelf.ListVersionsAsync(tenant, name, cancellationToken)).Select(Read)];

    /// <summary>The chains that fit a task best, best first, at most five; empty when none has a word in common with it.</summary>
    /// <param name="task">The task in words.</param>
    /// <param name="onlyAccepted">Whether only accepted ones count.</param>
    /// <param name="tenant">Whose chains.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<ChainFit>> FindFittingAsync(string task, bool onlyAccepted = true, string tenant = "default", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        var words = ChainFitting.WordsOf(task);
        var all = await ListAsync(new DefinitionQuery { Tenant = tenant, Kind = Kind, Limit = int.MaxValue, IsAccepted = onlyAccepted ? true : null }, cancellationToken);
        return [.. all.Select(chain => new ChainFit(chain, ChainFitting.Score(chain, words))).Where(fit => fit.Score > 0)
            .OrderByDescending(fit => fit.Score).ThenBy(fit => fit.Chain.Name, StringComparer.Ordinal).Take(ShownFits)];
    }

    /// <summary>What changed between two versions, as a unified diff of their texts; empty when only description or tags did.</summary>
    /// <param name="name">The chain's name.</param>
    /// <param name="from">The version to compare with; null for the one before <paramref name="to"/>.</param>
    /// <param name="to">The version to look at; null for the newest.</param>
    /// <param name="tenant">Whose chain it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>chain_unknown</c> or <c>chain_changed</c>.</exception>
    public async Task<string> DiffAsync(string name, int? from = null, int? to = null, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var later = await GetAsync(to is null ? name : $"{name}@{to}", tenant, cancellationToken);
        var before = from ?? later.Version - 1;
        var earlier = before == 0 ? "" : (await GetAsync($"{name}@{before}", tenant, cancellationToken)).Text;
        return LineDiff.Unified(earlier, later.Text, $"{name}@{before}", $"{name}@{later.Version}");
    }

    /// <summary>Makes an earlier version the newest again, as a new version with the same content, which nobody has accepted yet.</summary>
    /// <param name="name">The chain's name.</param>
    /// <param name="version">The version to go back to.</param>
    /// <param name="savedBy">Who goes back; null when nobody said.</param>
    /// <param name="tenant">Whose chain it is.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    /// <exception cref="IsaaException"><c>chain_unknown</c> or <c>chain_changed</c>.</exception>
    public async Task<ChainVersion> RollbackAsync(string name, int version, string? savedBy = null, string tenant = "default", CancellationToken cancellationToken = default) =>
        Read(await _shelf.RollbackAsync(tenant, name, version, savedBy, cancellationToken));

    /// <summary>
    /// Deletes a chain with all its versions and the decisions about them. Runs that have begun go on: they keep the chain they began with. Chains and
    /// agents that name it find it no more. A chain saved under this name later goes on with the next number. It is gone when this returns.
    /// </summary>
    /// <param name="name">The chain's name.</param>
    /// <param name="tenant">Whose chain it is.</param>
    /// <param name="cancellationToken">Cancels the call; it may still have been deleted.</param>
    /// <returns>How many versions are gone.</returns>
    /// <exception cref="IsaaException"><c>chain_unknown</c> with the nearest names.</exception>
    public Task<int> DeleteAsync(string name, string tenant = "default", CancellationToken cancellationToken = default) =>
        _shelf.DeleteAsync(tenant, name, cancellationToken);

    /// <summary>Records what a person decided about a version.</summary>
    /// <param name="seen">The version as the person saw it.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="cancellationToken">Cancels the call; the decision may still have been recorded.</param>
    /// <exception cref="IsaaException"><c>chain_changed</c>: the store does not hold what the person saw.</exception>
    public async Task<ChainVersion> DecideAsync(ChainVersion seen, DefinitionDecision decision, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return Read(await _shelf.DecideAsync(new DefinitionKey(seen.Tenant, Kind, seen.Name), seen.Version, seen.Hash, decision, cancellationToken));
    }

    async Task<ChainNode?> IChainLibrary.FindAsync(string reference, string tenant, CancellationToken cancellationToken)
    {
        var (name, version) = _shelf.Parse(reference);
        return await _shelf.FindAsync(tenant, name, version, cancellationToken) is { } found ? RequireAccepted(Read(found)).ToChain().Root : null;
    }

    async Task<IReadOnlyList<string>> IChainLibrary.ListAsync(string tenant, CancellationToken cancellationToken) =>
        [.. (await ListAsync(new DefinitionQuery { Tenant = tenant, Kind = Kind }, cancellationToken)).Select(chain => chain.Name)];

    private static ChainVersion RequireAccepted(ChainVersion chain) => chain.IsAccepted ? chain : throw new IsaaException("chain_not_accepted", chain.Decision is { } refused
        ? $"Version {chain.Version} of chain '{chain.Name}' is not run: {refused.By} refused it{(refused.Note.Length > 0 ? $" ({refused.Note})" : "")}."
        : $"Version {chain.Version} of chain '{chain.Name}' is not run: a person must accept it first. `isaa chains accept {chain.Name}@{chain.Version}` does.");

    private static void Throw(IReadOnlyList<ChainFinding> findings)
    {
        switch (findings)
        {
            case []:
                return;
            case [var only]:
                throw new IsaaException(only.Code, only.Message);
            default:
                throw new IsaaException("chain_invalid", "The chain was not saved:\n" + string.Join('\n', findings.Select(f => "- " + f.Message)));
        }
    }

    private static ChainVersion Read(DefinitionVersion stored)
    {
        var chain = StoredChain.Read(stored.Body.Span);
        return new ChainVersion
        {
            Tenant = stored.Key.Tenant,
            Name = stored.Key.Name,
            Version = stored.Version,
            Hash = stored.Hash,
            CreatedAt = stored.CreatedAt,
            SavedBy = stored.Author,
            Text = chain.Text,
            Description = chain.Description,
            Tags = chain.Tags,
            Decision = stored.Decision,
        };
    }
}
