using System.Collections.Concurrent;
using Isaa.Tools;

namespace Isaa.Agents.Calls;

/// <summary>The tools that the embedding program has bound to its agents in this process. Thread safe.</summary>
internal sealed class DelegateTools
{
    private static readonly Dictionary<string, Tool> None = [];

    private readonly ConcurrentDictionary<(string Tenant, string Agent), IReadOnlyDictionary<string, Tool>> _bound = new();

    public void Bind(string tenant, string agent, IEnumerable<Tool> tools) =>
        _bound[(tenant, agent)] = tools.ToDictionary(t => t.Function.Name, StringComparer.Ordinal);

    public IReadOnlyDictionary<string, Tool> Of(string tenant, string agent) => _bound.GetValueOrDefault((tenant, agent), None);
}
