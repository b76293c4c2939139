using Isaa.Functions.Running;
using Isaa.Jobs.Maintenance;
using Isaa.Jobs.Working;
using Microsoft.Extensions.Hosting;

namespace Isaa.Hosting;

/// <summary>Runs the worker and the maintenance beside it for as long as the process lives.</summary>
/// <param name="options">Says whether this process takes jobs.</param>
/// <param name="worker">The worker.</param>
/// <param name="maintenance">The maintenance.</param>
/// <param name="warmUp">Makes functions ready in a process that takes any job.</param>
internal sealed class EngineHost(IsaaOptions options, Lazy<Worker> worker, Lazy<MaintenanceLoop> maintenance, Lazy<FunctionWarmUp> warmUp) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => options.RunsWorker
        ? Task.WhenAll(
            Task.Run(() => worker.Value.RunAsync(stoppingToken), CancellationToken.None),
            Task.Run(() => maintenance.Value.RunAsync(stoppingToken), CancellationToken.None),
            options.OnlyJob is null ? Task.Run(() => warmUp.Value.RunOnceAsync(stoppingToken), CancellationToken.None) : Task.CompletedTask)
        : Task.CompletedTask;
}
