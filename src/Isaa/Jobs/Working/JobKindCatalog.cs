using System.Collections.Frozen;
using Isaa.Diagnostics;

namespace Isaa.Jobs.Working;

/// <summary>All job kinds of this process. Thread safe.</summary>
public sealed class JobKindCatalog
{
    private readonly FrozenDictionary<string, JobKind> _byName;
    private readonly FrozenDictionary<Type, JobKind> _byArguments;

    /// <summary>Collects the registered kinds.</summary>
    /// <param name="kinds">The kinds; names and argument types must be unique.</param>
    public JobKindCatalog(IEnumerable<JobKind> kinds)
    {
        var all = kinds.ToArray();
        foreach (var twice in all.GroupBy(k => k.Name).Where(g => g.Count() > 1))
        {
            throw new IsaaException("job_kind_twice", $"Job kind '{twice.Key}' is registered {twice.Count()} times; give each handler a kind of its own.");
        }

        _byName = all.ToFrozenDictionary(k => k.Name);
        _byArguments = all.ToFrozenDictionary(k => k.ArgumentsType);
        Names = [.. all.Select(k => k.Name).Order(StringComparer.Ordinal)];
    }

    /// <summary>The kinds' names in order.</summary>
    public IReadOnlyList<string> Names { get; }

    internal JobKind? Find(string name) => _byName.GetValueOrDefault(name);

    internal JobKind Get(Type argumentsType) => _byArguments.GetValueOrDefault(argumentsType)
        ?? throw new IsaaException("job_kind_unknown", $"No job kind takes {argumentsType.Name}; register one with AddJob. Registered kinds: {string.Join(", ", Names)}.");
}
