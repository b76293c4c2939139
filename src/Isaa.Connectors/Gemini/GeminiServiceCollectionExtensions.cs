using Isaa.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Isaa.Connectors.Gemini;

/// <summary>Registers Google's Gemini models.</summary>
public static class GeminiServiceCollectionExtensions
{
    /// <summary>Adds the provider gemini, and the kind <c>gemini</c> for services of one's own that speak the same API.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddGeminiModels(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelProvider, GeminiModelProvider>());
        return services;
    }
}
