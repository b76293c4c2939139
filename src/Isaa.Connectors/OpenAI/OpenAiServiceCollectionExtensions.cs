using Isaa.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Isaa.Connectors.OpenAI;

/// <summary>Registers models of OpenAI and compatible services.</summary>
public static class OpenAiServiceCollectionExtensions
{
    /// <summary>Adds OpenAI and the well-known services that speak its chat completions API, and the kind <c>openai</c> for providers of one's own.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddOpenAiModels(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelProvider, OpenAiModelProvider>());
        return services;
    }
}
