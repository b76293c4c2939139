using Isaa.Diagnostics;

namespace Isaa.Agents.Registry;

/// <summary>Finds the agent for a task for which none is named, by what agents say they can do. A function of its inputs alone.</summary>
internal static class AgentRouting
{
    /// <summary>The agent, and why it.</summary>
    /// <param name="agents">All agents.</param>
    /// <param name="needs">What it must be able to do; empty to go by the words of the task.</param>
    /// <param name="task">The task.</param>
    /// <exception cref="IsaaException"><c>capability_unknown</c>: no agent can do all of it.</exception>
    public static (string Agent, string Reason) Choose(IReadOnlyList<AgentVersion> agents, IReadOnlyList<string> needs, string task) =>
        needs.Count > 0 ? ByNeeds(agents, needs) : ByTask(agents, task);

    /// <summary>Refuses an agent that was named together with what it must be able to do, and is not.</summary>
    /// <exception cref="IsaaException"><c>capability_missing</c>.</exception>
    public static void Check(AgentDefinition agent, IReadOnlyList<string> needs)
    {
        if (needs.Where(need => !Can(agent, need)).ToList() is { Count: > 0 } missing)
        {
            throw new IsaaException("capability_missing", $"Agent '{agent.Name}' does not say that it can {List(missing)}; it says: {(agent.Capabilities.Count > 0 ? List(agent.Capabilities) : "nothing")}.");
        }
    }

    private static (string Agent, string Reason) ByNeeds(IReadOnlyList<AgentVersion> agents, IReadOnlyList<string> needs)
    {
        var able = agents.Where(a => needs.All(need => Can(a.Definition, need))).OrderBy(a => a.Definition.Capabilities.Count).ThenBy(a => a.Name, StringComparer.Ordinal).ToList();
        if (able.Count == 0)
        {
            var known = agents.SelectMany(a => a.Definition.Capabilities).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
            var unknown = needs.FirstOrDefault(need => !known.Contains(need, StringComparer.OrdinalIgnoreCase));
            throw new IsaaException("capability_unknown", $"No agent can do all of {List(needs)}.{(unknown is null ? "" : $" None says '{unknown}'.{NearestNames.Hint(unknown, known)}")}");
        }

        return (able[0].Name, $"it can {List(needs)}{Beside(able.Skip(1), "which can do more besides")}");
    }

    private static (string Agent, string Reason) ByTask(IReadOnlyList<AgentVersion> agents, string task)
    {
        var fitting = agents
            .Select(a => (a.Name, Hits: Personas.PersonaRouting.Occurring(task, a.Definition.Capabilities)))
            .Where(a => a.Hits.Count > 0)
            .OrderByDescending(a => a.Hits.Count).ThenBy(a => a.Name, StringComparer.Ordinal)
            .ToList();
        return fitting.Count == 0
            ? (AgentRegistry.Self, "no agent says that it can do what the task names; this is the default one")
            : (fitting[0].Name, $"the task names what it can do: {List(fitting[0].Hits)}{(fitting.Count > 1 ? $"; next: {fitting[1].Name} with {List(fitting[1].Hits)}" : "")}");
    }

    private static string Beside(IEnumerable<AgentVersion> others, string why) =>
        others.Take(3).Select(a => a.Name).ToList() is { Count: > 0 } names ? $", and was preferred to {List(names)}, {why}" : "";

    private static bool Can(AgentDefinition agent, string need) => agent.Capabilities.Contains(need, StringComparer.OrdinalIgnoreCase);

    private static string List(IEnumerable<string> words) => string.Join(", ", words);
}
