using Isaa.Agents.Memory;

namespace Isaa.Agents.Context;

/// <summary>Loads what a run knows of what was before it.</summary>
/// <param name="minds">What agents keep in mind.</param>
/// <param name="recall">What is found by its meaning.</param>
internal sealed class RunKnowledge(IAgentStateStore minds, IRecall recall)
{
    /// <summary>What the run's agent keeps in mind.</summary>
    public async Task<RunMind> LoadMindAsync(string tenant, string agent, CancellationToken cancellationToken) =>
        new(await minds.GetAsync(tenant, agent, cancellationToken));

    /// <summary>What fits what the run is about.</summary>
    public Task<Recalled> RecallAsync(RecallQuery query, CancellationToken cancellationToken) => Recalled.FindAsync(recall, query, cancellationToken);
}
