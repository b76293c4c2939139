using System.Globalization;
using Isaa.Diagnostics;

namespace Isaa.Definitions;

/// <summary>
/// The definitions of one kind, found by name and version. What it returns for use is what was saved: changed bytes are refused. Thread safe.
/// </summary>
/// <remarks>Error codes begin with the kind: <c>agent_unknown</c>, <c>agent_changed</c>, <c>agent_too_large</c>.</remarks>
public sealed class DefinitionShelf
{
    /// <summary>The most bytes a definition may have.</summary>
    public const int MaximumBytes = 1 << 20;

    private readonly IDefinitionStore _store;
    private readonly string _kind;
    private readonly IReadOnlyList<string> _alwaysThere;

    /// <summary>Creates the shelf of a kind.</summary>
    /// <param name="store">Keeps the definitions.</param>
    /// <param name="kind">What they define: one lower-case word.</param>
    /// <param name="alwaysThere">Names to offer besides those that were saved.</param>
    public DefinitionShelf(IDefinitionStore store, string kind, params IReadOnlyList<string> alwaysThere)
    {
        _store = store;
        _kind = kind;
        _alwaysThere = alwaysThere;
    }

    /// <summary>Splits <c>NAME</c> or <c>NAME@VERSION</c>.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <exception cref="IsaaException">The kind's <c>_unknown</c>: what follows the sign is no version.</exception>
    public (string Name, int? Version) Parse(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        var at = reference.LastIndexOf('@');
        if (at < 0)
        {
            return (reference, null);
        }

        return int.TryParse(reference.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0
            ? (reference[..at], version)
            : throw new IsaaException($"{_kind}_unknown", $"'{reference}' is no {_kind}: after '@' stands a version number from 1, as in {reference[..at]}@1.");
    }

    /// <summary>Saves the next version. Saving what the newest version holds already makes no new one. It is on disk when this returns.</summary>
    /// <param name="draft">What to save.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    /// <exception cref="IsaaException">The kind's <c>_too_large</c>.</exception>
    public Task<DefinitionVersion> SaveAsync(DefinitionDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        return draft.Key.Kind != _kind
            ? throw new ArgumentException($"A {draft.Key.Kind} does not belong on the shelf of kind '{_kind}'.", nameof(draft))
            : draft.Body.Length > MaximumBytes
            ? throw new IsaaException($"{_kind}_too_large", $"{Noun} '{draft.Key.Name}' has {draft.Body.Length:N0} bytes as JSON; at most {MaximumBytes:N0} are kept.")
            : _store.SaveAsync(draft, cancellationToken);
    }

    /// <summary>A version of a definition, or its newest when none is named; null when there is none.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="version">The version; null for the newest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException">The kind's <c>_changed</c>: the bytes are no longer those that were saved.</exception>
    public async Task<DefinitionVersion?> FindAsync(string tenant, string name, int? version, CancellationToken cancellationToken)
    {
        var found = await _store.FindAsync(Key(tenant, name), version, cancellationToken);
        return found is null || found.IsIntact()
            ? found
            : throw new IsaaException(
                $"{_kind}_changed",
                $"Version {found.Version} of {_kind} '{name}' is not what was saved: its content does not have the hash {found.Hash}. It is not used; save it again or roll back to another version.");
    }

    /// <summary>A definition by <c>NAME</c> (its newest version) or <c>NAME@VERSION</c>.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException">The kind's <c>_unknown</c> with the nearest names or the versions there are, or its <c>_changed</c>.</exception>
    public async Task<DefinitionVersion> GetAsync(string tenant, string reference, CancellationToken cancellationToken)
    {
        var (name, version) = Parse(reference);
        return await FindAsync(tenant, name, version, cancellationToken) ?? throw await UnknownAsync(tenant, name, version, cancellationToken);
    }

    /// <summary>The newest version of each definition that fits, in the order of their names; changed bytes among them are not noticed.</summary>
    /// <param name="query">Which; of this kind.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<IReadOnlyList<DefinitionVersion>> ListAsync(DefinitionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _store.ListAsync(query with { Kind = _kind }, cancellationToken);
    }

    /// <summary>All versions of a definition, newest first; changed bytes among them are not noticed.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException">The kind's <c>_unknown</c> with the nearest names.</exception>
    public async Task<IReadOnlyList<DefinitionVersion>> ListVersionsAsync(string tenant, string name, CancellationToken cancellationToken)
    {
        var versions = await _store.ListVersionsAsync(Key(tenant, name), cancellationToken);
        return versions.Count > 0 ? versions : throw await UnknownAsync(tenant, name, null, cancellationToken);
    }

    /// <summary>Makes an earlier version the newest again, as a new version with the same content. Nobody has accepted the new version yet.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="version">The version to go back to.</param>
    /// <param name="author">Who goes back; null when nobody said.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    /// <exception cref="IsaaException">The kind's <c>_unknown</c> or <c>_changed</c>.</exception>
    public async Task<DefinitionVersion> RollbackAsync(string tenant, string name, int version, string? author, CancellationToken cancellationToken)
    {
        var old = await FindAsync(tenant, name, version, cancellationToken) ?? throw await UnknownAsync(tenant, name, version, cancellationToken);
        var draft = new DefinitionDraft { Key = old.Key, Body = old.Body, Description = old.Description, Tags = old.Tags, Author = author };
        return await _store.SaveAsync(draft, cancellationToken);
    }

    /// <summary>
    /// Deletes all versions of a definition with the decisions about them. What was bound to one of them finds it no more; a definition that is saved under
    /// this name later goes on with the next number, so that it is never taken for the old one. It is gone when this returns.
    /// </summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels the call; it may still have been deleted.</param>
    /// <returns>How many versions are gone.</returns>
    /// <exception cref="IsaaException">The kind's <c>_unknown</c> with the nearest names.</exception>
    public async Task<int> DeleteAsync(string tenant, string name, CancellationToken cancellationToken)
    {
        var versions = await _store.DeleteAsync(Key(tenant, name), cancellationToken);
        return versions > 0 ? versions : throw await UnknownAsync(tenant, name, null, cancellationToken);
    }

    /// <summary>Records what a person decided about a version.</summary>
    /// <param name="key">Which definition.</param>
    /// <param name="version">Which version.</param>
    /// <param name="hash">The hash of what the person saw.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="cancellationToken">Cancels the call; the decision may still have been recorded.</param>
    /// <exception cref="IsaaException">The kind's <c>_changed</c>: the store does not hold what the person saw.</exception>
    public async Task<DefinitionVersion> DecideAsync(
        DefinitionKey key, int version, string hash, DefinitionDecision decision, CancellationToken cancellationToken) =>
        await _store.DecideAsync(key, version, hash, decision, cancellationToken)
        ?? throw new IsaaException($"{_kind}_changed", $"Version {version} of {_kind} '{key.Name}' is not in the store as it was shown. Look at it again, then decide.");

    /// <summary>The error of a definition that is not there.</summary>
    /// <param name="tenant">Whose it would be.</param>
    /// <param name="name">Its name.</param>
    /// <param name="version">The version asked for; null for the newest.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The kind's <c>_unknown</c> with the nearest names, or the versions there are.</returns>
    public async Task<IsaaException> UnknownAsync(string tenant, string name, int? version, CancellationToken cancellationToken)
    {
        if (version is not null && await _store.FindAsync(Key(tenant, name), null, cancellationToken) is { } newest)
        {
            return new IsaaException($"{_kind}_unknown", $"{Noun} '{name}' has no version {version}; its versions are 1 to {newest.Version}.");
        }

        var known = await _store.ListAsync(new DefinitionQuery { Tenant = tenant, Kind = _kind }, cancellationToken);
        return new IsaaException($"{_kind}_unknown", $"There is no {_kind} '{name}'.{NearestNames.Hint(name, known.Select(d => d.Key.Name).Concat(_alwaysThere))}");
    }

    private string Noun => char.ToUpperInvariant(_kind[0]) + _kind[1..];

    private DefinitionKey Key(string tenant, string name) => new(tenant, _kind, name);
}
