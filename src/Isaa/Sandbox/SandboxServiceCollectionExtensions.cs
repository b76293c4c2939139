using Isaa.Sandbox.Launching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Isaa.Sandbox;

/// <summary>Registers the sandbox.</summary>
public static class SandboxServiceCollectionExtensions
{
    /// <summary>Adds <see cref="ISandbox"/> and <see cref="SandboxCheck"/>; nothing is started or looked up yet.</summary>
    public static IServiceCollection AddIsaaSandbox(this IServiceCollection services)
    {
        _ = services.AddOptions<SandboxOptions>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SandboxLauncher>();
        services.TryAddSingleton<ISandbox, BubblewrapSandbox>();
        _ = services.AddOptions<SandboxPoolOptions>().ValidateDataAnnotations();
        services.TryAddSingleton<SandboxPool>();
        services.TryAddSingleton<SandboxCheck>();
        return services;
    }
}
