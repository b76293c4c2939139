using Isaa.Chains.Durable;
using Isaa.Chains.Engine;
using Isaa.Chains.Offering;
using Isaa.Functions.Storing;
using Isaa.Jobs;
using Isaa.Agents;
using Isaa.Agents.Registry;
using Isaa.Chains.Ports;
using Isaa.Chains.Storing;
using Isaa.Definitions;
using Isaa.Tools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Isaa.Chains;

/// <summary>Registers chains.</summary>
public static class ChainServiceCollectionExtensions
{
    /// <summary>Registers chains and job kind <c>chain.run</c>. Jobs, tools and agents must be registered too; when the function store is, before this, chains find its functions by name.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddIsaaChains(this IServiceCollection services)
    {
        services.TryAddSingleton<ProgramLibrary>();
        if (services.Any(d => d.ServiceType == typeof(FunctionStore)))
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IChainFunctions, StoredChainFunctions>());
        }

        services.TryAddSingleton<ChainToolbox>();
        services.TryAddSingleton<ChainQueue>();
        services.TryAddSingleton(provider => new ChainStore(
            provider.GetRequiredService<IDefinitionStore>(),
            provider.GetRequiredService<AgentRegistry>(),
            provider.GetRequiredService<IToolCatalog>(),
            provider.GetRequiredService<ProgramLibrary>(),
            provider.GetServices<IChainFunctions>()));
        services.AddSingleton<IChainLibrary>(provider => provider.GetRequiredService<ChainStore>());
        services.TryAddSingleton(provider => new FlowChains(
            provider.GetRequiredService<FlowAgents>(),
            provider.GetRequiredService<ProgramLibrary>(),
            provider.GetServices<IChainFunctions>(),
            provider.GetServices<IChainLibrary>(),
            provider.GetRequiredService<ChainToolbox>(),
            provider.GetRequiredService<ChainQueue>(),
            provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ChainCalls>();
        services.AddTools<ChainTools>();
        return services.AddJob<ChainRunJob, ChainRunHandler>(ChainRunJob.Kind, ChainRunJson.Default.ChainRunJob);
    }
}
