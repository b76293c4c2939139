using Isaa.Diagnostics;
using Isaa.Jobs;
using Isaa.Jobs.Maintenance;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Isaa.Server.Hosting;

/// <summary>A worker that takes one job and its children, and no other, with the maintenance that frees it from a dead process.</summary>
internal sealed class JobWork : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private JobWork(Worker worker, MaintenanceLoop maintenance) => _running = Task.WhenAll(
        Task.Run(() => worker.RunAsync(_stop.Token), CancellationToken.None),
        Task.Run(() => maintenance.RunAsync(_stop.Token), CancellationToken.None));

    public static JobWork Start(IServiceProvider services, JobId job)
    {
        var worker = new Worker(
            services.GetRequiredService<IJobStore>(),
            services.GetRequiredService<JobKindCatalog>(),
            services.GetRequiredService<WorkerOptions>() with { Only = job },
            services.GetRequiredService<IdSource>(),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<Worker>>());
        return new JobWork(worker, services.GetRequiredService<MaintenanceLoop>());
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
            // It was told to stop.
        }

        _stop.Dispose();
    }
}
