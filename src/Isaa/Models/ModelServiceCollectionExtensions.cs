using Isaa.Files;
using Isaa.Models.Retry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Isaa.Models;

/// <summary>Registers models.</summary>
public static class ModelServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IModelCatalog"/> with the scripted models; other kinds come with their <see cref="IModelProvider"/>.</summary>
    /// <param name="services">The services; the home folder is that of <see cref="IsaaHome"/>, when it is among them.</param>
    /// <param name="configure">Sets the options; null for the defaults.</param>
    public static IServiceCollection AddIsaaModels(this IServiceCollection services, Action<ModelOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<ModelOptions>()
            .Validate(value => value.CallTimeout > TimeSpan.Zero && value.SilenceTimeout > TimeSpan.Zero, "CallTimeout and SilenceTimeout must be above zero.")
            .Validate(value => value.MaxRetries is >= 0 and <= 20, "MaxRetries must be from 0 to 20.")
            .Validate(value => value.RetryDelay >= TimeSpan.Zero && value.MaxRetryDelay >= value.RetryDelay, "MaxRetryDelay must be at least RetryDelay.");
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IModelCatalog>(Catalog);
        return services;
    }

    private static ModelCatalog Catalog(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<ModelOptions>>().Value;
        options.HomeFolder ??= provider.GetService<IsaaHome>()?.Path;
        return new ModelCatalog(
            options,
            provider.GetServices<IModelProvider>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<RetryingChatClient>>() ?? NullLogger<RetryingChatClient>.Instance);
    }
}
