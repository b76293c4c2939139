using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Isaa.Hosting;

/// <summary>Puts an embedded engine together. Not thread safe.</summary>
public sealed class IsaaAppBuilder
{
    internal IsaaAppBuilder(IsaaOptions options)
    {
        Services.AddLogging();
        Services.AddIsaa(options);
    }

    /// <summary>The services; register a store, model providers, job kinds and tools here.</summary>
    public IServiceCollection Services { get; } = new ServiceCollection();

    /// <summary>Builds the engine and starts its worker.</summary>
    /// <param name="cancellationToken">Ends the start.</param>
    public async Task<IsaaApp> StartAsync(CancellationToken cancellationToken = default)
    {
        var provider = Services.BuildServiceProvider();
        var app = new IsaaApp(provider, [.. provider.GetServices<IHostedService>()]);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return app;
    }
}
