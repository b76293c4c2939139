using Isaa.Functions.Storing;
using Isaa.Jobs.Maintenance;
using Isaa.Jobs.Store;

namespace Isaa.Functions.Executions;

/// <summary>Deletes executions that have been on record long enough.</summary>
/// <param name="log">The record.</param>
/// <param name="options">Says how long is long enough.</param>
/// <param name="time">The clock.</param>
internal sealed class ExecutionPruner(IFunctionLog log, FunctionStoreOptions options, TimeProvider time) : IMaintenanceTask
{
    private const int AtOnce = 1_000;
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(10);

    public string Name => "prune executions of functions";

    public StoreTopic? WakesOn => null;

    public async Task<MaintenanceResult> RunOnceAsync(CancellationToken cancellationToken)
    {
        var deleted = await log.PruneAsync(time.GetUtcNow() - options.KeepExecutions, AtOnce, cancellationToken);
        return new MaintenanceResult(deleted, deleted == AtOnce ? TimeSpan.Zero : Pace);
    }
}
