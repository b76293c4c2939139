using Isaa.Jobs.Store;
using Microsoft.Extensions.DependencyInjection;

namespace Isaa.Benchmarks.Queue;

/// <summary>A store that is closed with the run.</summary>
internal sealed class OpenStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public OpenStore(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        add(services);
        _services = services.BuildServiceProvider();
    }

    public IJobStore Jobs => _services.GetRequiredService<IJobStore>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
