using Isaa.Definitions;
using Isaa.Diagnostics;
using Isaa.Functions.Checks;
using Isaa.Functions.Exchange;

namespace Isaa.Functions.Storing;

/// <summary>
/// The functions there are, by name and version. Each change is a new version, checked and tested before it is kept. Thread safe.
/// </summary>
public sealed class FunctionStore
{
    /// <summary>The kind of definition a function is.</summary>
    public const string Kind = "function";

    private readonly DefinitionShelf _shelf;
    private readonly IFunctionChecker _checker;
    private readonly FunctionTestRunner _tests;
    private readonly FunctionStoreOptions _options;

    /// <summary>Creates the store.</summary>
    /// <param name="definitions">Keeps the functions.</param>
    /// <param name="checker">Looks at functions before they are kept.</param>
    /// <param name="runner">Runs their tests.</param>
    /// <param name="options">Says which functions need acceptance.</param>
    public FunctionStore(IDefinitionStore definitions, IFunctionChecker checker, IFunctionRunner runner, FunctionStoreOptions options)
    {
        _shelf = new DefinitionShelf(definitions, Kind);
        _checker = checker;
        _tests = new FunctionTestRunner(runner);
        _options = options;
    }

    /// <summary>
    /// Checks a function, runs its tests in the sandbox and saves it as the next version. Saving what the newest version holds already makes no new one.
    /// It is on disk when this returns.
    /// </summary>
    /// <param name="definition">The function.</param>
    /// <param name="savedBy">Who saves it, as told; null when nobody said.</param>
    /// <param name="tenant">Whose function it is.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    /// <exception cref="IsaaException">
    /// <c>function_invalid</c> with all findings, <c>function_tests_failed</c> with all that fail, <c>function_too_large</c>; <c>sandbox_unavailable</c>,
    /// <c>runtime_missing</c> or <c>busy</c> when its code cannot be looked at.
    /// </exception>
    public async Task<FunctionVersion> SaveAsync(
        FunctionDefinition definition, string? savedBy = null, string tenant = "default", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var findings = await CheckAsync(definition, cancellationToken);
        if (findings.Count > 0)
        {
            throw new IsaaException("function_invalid", string.Join('\n', findings.Select(f => FunctionText.Of(definition.Name, f))));
        }

        FunctionTestRunner.ThrowIfFailed(definition, await _tests.RunAsync(definition, cancellationToken));
        var draft = new DefinitionDraft
        {
            Key = new DefinitionKey(tenant, Kind, definition.Name),
            Body = FunctionDefinitionJson.Write(definition),
            Description = definition.Description,
            Tags = definition.Tags,
            Author = savedBy ?? definition.Author,
        };
        return Read(await _shelf.SaveAsync(draft, cancellationToken));
    }

    /// <summary>Finds all that is wrong with a function, without keeping it.</summary>
    /// <param name="definition">The function.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="IsaaException"><c>sandbox_unavailable</c>, <c>runtime_missing</c> or <c>busy</c> when its code cannot be looked at.</exception>
    public async Task<IReadOnlyList<FunctionFinding>> CheckAsync(FunctionDefinition definition, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [.. await _checker.CheckAsync(definition, cancellationToken), .. FunctionTestRules.Find(definition)];
    }

    /// <summary>A function by <c>NAME</c> (its newest version) or <c>NAME@VERSION</c>, usable or not.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="tenant">Whose function it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>function_unknown</c> with the nearest names or the versions there are; <c>function_changed</c>.</exception>
    public async Task<FunctionVersion> GetAsync(string reference, string tenant = "default", CancellationToken cancellationToken = default) =>
        Read(await _shelf.GetAsync(tenant, reference, cancellationToken));

    /// <summary>A function by <c>NAME</c> (its newest version) or <c>NAME@VERSION</c>, usable or not; null when there is none.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="tenant">Whose function it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>function_changed</c>; <c>function_unknown</c> when what follows the sign is no version.</exception>
    public async Task<FunctionVersion?> FindAsync(string reference, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var (name, version) = _shelf.Parse(reference);
        return await _shelf.FindAsync(tenant, name, version, cancellationToken) is { } found ? Read(found) : null;
    }

    /// <summary>The version a call uses: the named one, or the newest that may be used.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="tenant">Whose function it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>function_not_approved</c>: a person must accept it first; <c>function_unknown</c>; <c>function_changed</c>.</exception>
    public async Task<FunctionVersion> GetUsableAsync(string reference, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var found = await GetAsync(reference, tenant, cancellationToken);
        if (found.IsUsable)
        {
            return found;
        }

        if (_shelf.Parse(reference).Version is null)
        {
            var versions = await _shelf.ListVersionsAsync(tenant, found.Name, cancellationToken);
            if (versions.FirstOrDefault(IsUsable) is { } usable)
            {
                return await GetAsync($"{found.Name}@{usable.Version}", tenant, cancellationToken);
            }
        }

        throw new IsaaException("function_not_approved", found.Decision is null
            ? $"Version {found.Version} of function '{found.Name}' was not called: a person must accept it before its first use. `isaa functions approve {found.Name}@{found.Version}` does."
            : $"Version {found.Version} of function '{found.Name}' was not called: {found.Decision.By} refused it{(found.Decision.Note.Length > 0 ? $" ({found.Decision.Note})" : "")}.");
    }

    /// <summary>The newest version of each function that fits, in the order of their names.</summary>
    /// <param name="query">Which; null for all.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<IReadOnlyList<FunctionVersion>> ListAsync(DefinitionQuery? query = null, CancellationToken cancellationToken = default) =>
        [.. (await _shelf.ListAsync(query ?? new DefinitionQuery { Tenant = "default", Kind = Kind }, cancellationToken)).Select(Read)];

    /// <summary>All versions of a function, newest first.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="tenant">Whose function it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>function_unknown</c> with the nearest names.</exception>
    public async Task<IReadOnlyList<FunctionVersion>> ListVersionsAsync(string name, string tenant = "default", CancellationToken cancellationToken = default) =>
        [.. (await _shelf.ListVersionsAsync(tenant, name, cancellationToken)).Select(Read)];

    /// <summary>What changed between two versions, as a unified diff of their files; empty when nothing did.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="from">The version to compare with; null for the one before <paramref name="to"/>.</param>
    /// <param name="to">The version to look at; null for the newest.</param>
    /// <param name="tenant">Whose function it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="IsaaException"><c>function_unknown</c> or <c>function_changed</c>.</exception>
    public async Task<string> DiffAsync(string name, int? from = null, int? to = null, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var later = await GetAsync(to is null ? name : $"{name}@{to}", tenant, cancellationToken);
        var before = from ?? later.Version - 1;
        var earlier = before == 0 ? null : await GetAsync($"{name}@{before}", tenant, cancellationToken);
        return LineDiff.Unified(
            earlier is null ? "" : FunctionFile.WriteYaml(earlier.Definition), FunctionFile.WriteYaml(later.Definition), $"{name}@{before}", $"{name}@{later.Version}");
    }

    /// <summary>Makes an earlier version the newest again, as a new version with the same content, which nobody has accepted yet.</summary>
    /// <param name="name">The function's name.</param>
    /// <param name="version">The version to go back to.</param>
    /// <param name="savedBy">Who goes back; null when nobody said.</param>
    /// <param name="tenant">Whose function it is.</param>
    /// <param name="cancellationToken">Cancels the call; the version may still have been saved.</param>
    /// <exception cref="IsaaException"><c>function_unknown</c> or <c>function_changed</c>.</exception>
    public async Task<FunctionVersion> RollbackAsync(
        string name, int version, string? savedBy = null, string tenant = "default", CancellationToken cancellationToken = default) =>
        Read(await _shelf.RollbackAsync(tenant, name, version, savedBy, cancellationToken));

    /// <summary>
    /// Deletes a function with all its versions and the decisions about them. What is recorded of its calls stays. Agents, chains and jobs that are bound to
    /// it find it no more. A function saved under this name later goes on with the next number. It is gone when this returns.
    /// </summary>
    /// <param name="name">The function's name.</param>
    /// <param name="tenant">Whose function it is.</param>
    /// <param name="cancellationToken">Cancels the call; it may still have been deleted.</param>
    /// <returns>How many versions are gone.</returns>
    /// <exception cref="IsaaException"><c>function_unknown</c> with the nearest names.</exception>
    public Task<int> DeleteAsync(string name, string tenant = "default", CancellationToken cancellationToken = default) =>
        _shelf.DeleteAsync(tenant, name, cancellationToken);

    /// <summary>Records what a person decided about a version.</summary>
    /// <param name="seen">The version as the person saw it.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="cancellationToken">Cancels the call; the decision may still have been recorded.</param>
    /// <exception cref="IsaaException"><c>function_changed</c>: the store does not hold what the person saw.</exception>
    public async Task<FunctionVersion> DecideAsync(FunctionVersion seen, DefinitionDecision decision, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(seen);
        return Read(await _shelf.DecideAsync(new DefinitionKey(seen.Tenant, Kind, seen.Name), seen.Version, seen.Hash, decision, cancellationToken));
    }

    /// <summary>Runs the tests of a function in the sandbox, accepted or not.</summary>
    /// <param name="reference">The name, with or without a version.</param>
    /// <param name="tenant">Whose function it is.</param>
    /// <param name="cancellationToken">Ends the tests.</param>
    /// <exception cref="IsaaException"><c>function_unknown</c>, <c>function_changed</c>, <c>sandbox_unavailable</c>, <c>runtime_missing</c> or <c>busy</c>.</exception>
    public async Task<FunctionTestReport> TestAsync(string reference, string tenant = "default", CancellationToken cancellationToken = default)
    {
        var version = await GetAsync(reference, tenant, cancellationToken);
        return new FunctionTestReport { Function = version, Results = await _tests.RunAsync(version.Definition, cancellationToken) };
    }

    private FunctionVersion Read(DefinitionVersion stored) => new()
    {
        Tenant = stored.Key.Tenant,
        Version = stored.Version,
        Hash = stored.Hash,
        CreatedAt = stored.CreatedAt,
        SavedBy = stored.Author,
        Definition = FunctionDefinitionJson.Read(stored.Body.Span),
        Decision = stored.Decision,
        IsUsable = IsUsable(stored),
    };

    private bool IsUsable(DefinitionVersion stored) => stored.Decision?.IsAccepted ?? _options.Approval switch
    {
        FunctionApproval.Never => true,
        FunctionApproval.Always => false,
        _ => FunctionDefinitionJson.Read(stored.Body.Span) is { SafeMode: false, Network: [] },
    };
}
