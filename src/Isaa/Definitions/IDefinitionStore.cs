namespace Isaa.Definitions;

/// <summary>
/// The port to the database that keeps versioned definitions of all kinds. What was saved is on disk when the call returns. Thread safe.
/// </summary>
public interface IDefinitionStore
{
    /// <summary>Saves a body as the next version, unless the newest version has the same bytes.</summary>
    /// <param name="draft">What to save.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    /// <returns>The version that has this content now.</returns>
    Task<DefinitionVersion> SaveAsync(DefinitionDraft draft, CancellationToken cancellationToken);

    /// <summary>A version of a definition, or its newest when none is named; null when there is none. Whoever uses it checks <see cref="DefinitionVersion.IsIntact"/>.</summary>
    Task<DefinitionVersion?> FindAsync(DefinitionKey key, int? version, CancellationToken cancellationToken);

    /// <summary>The newest version of each definition that fits, in the order of their names (by code point).</summary>
    Task<IReadOnlyList<DefinitionVersion>> ListAsync(DefinitionQuery query, CancellationToken cancellationToken);

    /// <summary>All versions of a definition, newest first; empty when there is none.</summary>
    Task<IReadOnlyList<DefinitionVersion>> ListVersionsAsync(DefinitionKey key, CancellationToken cancellationToken);

    /// <summary>Deletes all versions of a definition with the decisions about them. Numbers of versions are not given out again under this name.</summary>
    /// <returns>How many versions are gone.</returns>
    Task<int> DeleteAsync(DefinitionKey key, CancellationToken cancellationToken);

    /// <summary>Records what a person decided about a version; earlier decisions stay on record.</summary>
    /// <param name="key">Which definition.</param>
    /// <param name="version">Which version.</param>
    /// <param name="hash">The hash of what the person saw.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="cancellationToken">Cancels the call; the decision may still have been recorded.</param>
    /// <returns>The version with the decision; null, and nothing is recorded, when there is no such version with this hash.</returns>
    Task<DefinitionVersion?> DecideAsync(DefinitionKey key, int version, string hash, DefinitionDecision decision, CancellationToken cancellationToken);

    /// <summary>All decisions about a version, newest first.</summary>
    Task<IReadOnlyList<DefinitionDecision>> ListDecisionsAsync(DefinitionKey key, int version, CancellationToken cancellationToken);
}
