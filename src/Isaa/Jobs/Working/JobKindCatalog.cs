using System.Collections.Frozen;
using System.Text.Json;
using Isaa.Diagnostics;
using Isaa.Jobs.Adding;
using Isaa.Jobs.Retrying;

namespace Isaa.Jobs.Working;

/// <summary>All job kinds of this process, and its own ways to choose pauses between attempts. Thread safe.</summary>
public sealed class JobKindCatalog
{
    private readonly FrozenDictionary<string, JobKind> _byName;
    private readonly FrozenDictionary<Type, JobKind> _byArguments;
    private readonly FrozenDictionary<string, IRetryDelay> _delays;
    private readonly JobOptions _options;

    /// <summary>Collects what is registered.</summary>
    /// <param name="kinds">The kinds; names and argument types must be unique.</param>
    /// <param name="delays">The ways to choose pauses; names must be unique.</param>
    /// <param name="options">Gives the longest arguments.</param>
    public JobKindCatalog(IEnumerable<JobKind> kinds, IEnumerable<IRetryDelay> delays, JobOptions options)
    {
        var all = kinds.ToArray();
        foreach (var twice in all.GroupBy(k => k.Name).Where(g => g.Count() > 1))
        {
            throw new IsaaException("job_kind_twice", $"Job kind '{twice.Key}' is registered {twice.Count()} times; give each handler a kind of its own.");
        }

        var ways = delays.ToArray();
        foreach (var twice in ways.GroupBy(d => d.Name).Where(g => g.Count() > 1))
        {
            throw new IsaaException("retry_delay_twice", $"Retry delay '{twice.Key}' is registered {twice.Count()} times; give each a name of its own.");
        }

        _byName = all.ToFrozenDictionary(k => k.Name);
        _byArguments = all.ToFrozenDictionary(k => k.ArgumentsType);
        _delays = ways.ToFrozenDictionary(d => d.Name);
        _options = options;
        Batched = [.. all.Where(k => k.Batch is not null)];
        Names = [.. all.Select(k => k.Name).Order(StringComparer.Ordinal)];
    }

    /// <summary>The kinds' names in order.</summary>
    public IReadOnlyList<string> Names { get; }

    internal IReadOnlyList<JobKind> Batched { get; }

    internal JobKind? Find(string name) => _byName.GetValueOrDefault(name);

    internal IRetryDelay? FindDelay(string name) => _delays.GetValueOrDefault(name);

    internal JobKind Get(Type argumentsType) => _byArguments.GetValueOrDefault(argumentsType)
        ?? throw new IsaaException("job_kind_unknown", $"No job kind takes {argumentsType.Name}; register one with AddJob. Registered kinds: {string.Join(", ", Names)}.");

    /// <summary>The arguments as they are stored.</summary>
    /// <exception cref="IsaaException"><c>arguments_unserializable</c>, <c>arguments_too_large</c>.</exception>
    internal byte[] Serialize(JobKind kind, object arguments)
    {
        var bytes = ToJson(kind, arguments);
        return bytes.Length <= _options.MaxArgumentsBytes ? bytes : throw new IsaaException(
            "arguments_too_large",
            $"The arguments of a '{kind.Name}' job have {bytes.Length} bytes; at most {_options.MaxArgumentsBytes} are allowed. "
            + "Keep large content in a file or table and pass its name.");
    }

    private static byte[] ToJson(JobKind kind, object arguments)
    {
        try
        {
            return kind.Serialize(arguments);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new IsaaException("arguments_unserializable", $"The arguments of a '{kind.Name}' job cannot be written as JSON: {e.Message}", e);
        }
    }
}
