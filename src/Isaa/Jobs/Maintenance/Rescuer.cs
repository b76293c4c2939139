using Isaa.Jobs.Figures;
using Isaa.Jobs.Store;
using Isaa.Jobs.Working;

namespace Isaa.Jobs.Maintenance;

/// <summary>Takes back the jobs of lost workers.</summary>
/// <param name="store">The store.</param>
/// <param name="options">Gives the stall limit and the pace.</param>
internal sealed class Rescuer(IJobStore store, WorkerOptions options) : IMaintenanceTask
{
    public string Name => "rescue jobs of lost workers";

    public StoreTopic? WakesOn => null;

    public async Task<MaintenanceResult> RunOnceAsync(CancellationToken cancellationToken)
    {
        var result = await store.RescueAsync(options.StallLimit, cancellationToken);
        JobMeters.Rescued(result.Rescued + result.Died);
        return new MaintenanceResult(result.Rescued + result.Died, TimeSpan.FromSeconds(2));
    }
}
