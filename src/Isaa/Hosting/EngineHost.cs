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
    /// <summary>Ends when all of it has ended, and at once when one breaks: a process that lives and takes no jobs would not be noticed.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.RunsWorker)
        {
            return;
        }

        List<Task> running =
        [
            Task.Run(() => worker.Value.RunAsync(stoppingToken), CancellationToken.None),
            Task.Run(() => maintenance.Value.RunAsync(stoppingToken), CancellationToken.None),
            options.OnlyJob is null ? Task.Run(() => warmUp.Value.RunOnceAsync(stoppingToken), CancellationToken.None) : Task.CompletedTask,
        ];
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            await ended;
        }
    }
}
