using Isaa.Agents.Settings;
using Isaa.Agents.Settings.Tools;
using Isaa.Diagnostics;

namespace Isaa.Agents.Registry;

/// <summary>The agents that agents name.</summary>
internal static class AgentReferences
{
    public const string CircleCode = "agent_circle";

    // Runs nest far less deep than this.
    private const int MaxDepth = 100;

    /// <summary>All agents a definition names, each once; the version is null where the newest is meant.</summary>
    public static IEnumerable<(string Name, int? Version)> All(AgentDefinition definition) =>
        Work(definition).Concat(definition.Relationships.Select(r => (r.Agent, (int?)null))).DistinctBy(r => r.Item1);

    /// <summary>Refuses a definition whose agents give each other work in a circle.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="find">Finds an agent by name and version; null when there is none yet.</param>
    /// <exception cref="IsaaException"><c>agent_circle</c> with the circle.</exception>
    public static async Task CheckAsync(AgentDefinition definition, Func<string, int?, Task<AgentDefinition?>> find)
    {
        if (await FollowAsync(definition, [definition.Name], new HashSet<string>(StringComparer.Ordinal), find) is { } circle)
        {
            throw new IsaaException(CircleCode, $"Agents give each other work in a circle: {string.Join(" -> ", circle)}. Take one of these references out.");
        }
    }

    private static async Task<IReadOnlyList<string>?> FollowAsync(
        AgentDefinition definition, IReadOnlyList<string> path, HashSet<string> seen, Func<string, int?, Task<AgentDefinition?>> find)
    {
        foreach (var (name, version) in Work(definition))
        {
            if (name == path[0])
            {
                return [.. path, name];
            }

            if (path.Count < MaxDepth && seen.Add(name) && await find(name, version) is { } next
                && await FollowAsync(next, [.. path, name], seen, find) is { } circle)
            {
                return circle;
            }
        }

        return null;
    }

    private static IEnumerable<(string Name, int? Version)> Work(AgentDefinition definition) => definition.ToolDefinitions
        .Where(tool => tool.Kind == ToolTarget.Agent)
        .Select(tool => (tool.Target ?? tool.Name, tool.Version))
        .Concat(definition.Relationships.Where(r => r.Kind == RelationshipKind.DelegatesTo).Select(r => (r.Agent, (int?)null)));
}
