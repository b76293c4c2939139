using Isaa.Agents.Calls;
using Isaa.Agents.Context;
using Isaa.Agents.Control;
using Isaa.Agents.Memory;
using Isaa.Agents.Personas;
using Isaa.Agents.Registry;
using Isaa.Agents.Mcp;
using Isaa.Agents.Messages;
using Isaa.Agents.OwnJobs;
using Isaa.Agents.Runs;
using Isaa.Agents.SubAgents;
using Isaa.Agents.Usage;
using Isaa.Jobs;
using Isaa.Tools;
using Isaa.Models.Routing;
using Isaa.Tools.Stored;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Isaa.Agents;

/// <summary>Registers agents.</summary>
public static class AgentServiceCollectionExtensions
{
    /// <summary>
    /// Registers agents and job kind <c>agent.run</c>. Jobs, models and tools must be registered too, and the stores of agents and sessions, which
    /// come with the database.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="options">How agents run; null for the defaults, or those registered before.</param>
    public static IServiceCollection AddIsaaAgents(this IServiceCollection services, AgentOptions? options = null)
    {
        services.TryAddSingleton(options ?? new AgentOptions());
        services.TryAddSingleton<DelegateTools>();
        services.TryAddSingleton<IStoredTools, NoStoredTools>();
        services.TryAddSingleton<AgentRegistry>();
        services.TryAddSingleton<AgentRunner>();
        services.TryAddSingleton(provider => new FlowAgents(
            provider.GetRequiredService<AgentRegistry>(), provider.GetRequiredService<AgentRunner>(), provider.GetRequiredService<DelegateTools>()));
        services.TryAddSingleton(provider => new AgentExchange(
            provider.GetRequiredService<AgentRegistry>(),
            provider.GetRequiredService<PersonaShelf>(),
            provider.GetRequiredService<IToolCatalog>(),
            provider.GetRequiredService<IStoredTools>(),
            provider.GetRequiredService<ModelRouter>(),
            provider.GetRequiredService<DelegateTools>()));
        services.TryAddSingleton<AgentRuns>();
        services.TryAddSingleton<AgentMinds>();
        services.TryAddSingleton<IRecall, NoRecall>();
        services.TryAddSingleton<RunKnowledge>();
        services.TryAddSingleton<RunPreparation>();
        services.TryAddSingleton<SessionGate>();
        services.TryAddSingleton<UsageLedger>();
        services.TryAddSingleton<RunPorts>();
        services.TryAddSingleton<ChildRuns>();
        services.TryAddSingleton<IMcpServers, NoMcpServers>();
        services.TryAddSingleton<McpTools>();
        services.TryAddSingleton<RunToolbox>();
        services.AddTools<SubAgentTools>().AddTools<AgentMessageTools>().AddTools<OwnJobTools>();
        services.TryAddSingleton<PersonaShelf>();
        services.TryAddSingleton<RunBinding>();
        services.TryAddSingleton<ModelRouter>();
        return services.AddJob<AgentRunJob, AgentRunHandler>(AgentRunJob.Kind, RunJson.Default.AgentRunJob);
    }
}
