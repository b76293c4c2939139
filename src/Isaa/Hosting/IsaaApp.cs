using Isaa.Agents;
using Isaa.Chains;
using Isaa.Functions.Executions;
using Isaa.Functions.Storing;
using Isaa.Jobs;
using Isaa.Jobs.Events;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Isaa.Hosting;

/// <summary>
/// The engine inside a process of one's own: <c>await using var app = await IsaaApp.CreateBuilder()…StartAsync();</c>
/// Thread safe. Disposing it stops the worker; running jobs are given back and go on later.
/// </summary>
public sealed class IsaaApp : IAsyncDisposable
{
    private readonly ServiceProvider _provider;
    private readonly IReadOnlyList<IHostedService> _hosted;
    private int _disposed;

    internal IsaaApp(ServiceProvider provider, IReadOnlyList<IHostedService> hosted)
    {
        _provider = provider;
        _hosted = hosted;
    }

    /// <summary>The engine's services.</summary>
    public IServiceProvider Services => _provider;

    /// <summary>Registers agents and finds them.</summary>
    public FlowAgents Agents => _provider.GetRequiredService<FlowAgents>();

    /// <summary>Runs chains durably and registers what they name.</summary>
    public FlowChains Chains => _provider.GetRequiredService<FlowChains>();

    /// <summary>Stores functions and finds them.</summary>
    public FunctionStore Functions => _provider.GetRequiredService<FunctionStore>();

    /// <summary>Calls stored functions.</summary>
    public FunctionExecutor FunctionCalls => _provider.GetRequiredService<FunctionExecutor>();

    /// <summary>Adds jobs and looks at them.</summary>
    public JobQueue Jobs => _provider.GetRequiredService<JobQueue>();

    /// <summary>The event log as it grows.</summary>
    public EventFeed Events => _provider.GetRequiredService<EventFeed>();

    /// <summary>Begins an engine.</summary>
    /// <param name="options">How it is set up; null for the defaults.</param>
    public static IsaaAppBuilder CreateBuilder(IsaaOptions? options = null) => new(options ?? new IsaaOptions());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        foreach (var service in _hosted.Reverse())
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _provider.DisposeAsync();
    }

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var service in _hosted)
        {
            await service.StartAsync(cancellationToken);
        }
    }
}
