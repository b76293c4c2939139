using Isaa.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Isaa.Connectors.Anthropic;

/// <summary>Registers Anthropic's models.</summary>
public static class AnthropicServiceCollectionExtensions
{
    /// <summary>Adds the provider anthropic, and the kind <c>anthropic</c> for services of one's own that speak the same API.</summary>
    /// <param name="services">The services.</param>
    public static IServiceCollection AddAnthropicModels(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelProvider, AnthropicModelProvider>());
        return services;
    }
}
