using Isaa.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace Isaa.Jobs.Maintenance;

/// <summary>Proves, some jobs at a time, that nothing waits for what has come already.</summary>
/// <param name="store">The store.</param>
/// <param name="logger">Told when something did: that is a fault of the store.</param>
internal sealed partial class WaitWatchdog(IJobStore store, ILogger<WaitWatchdog> logger) : IMaintenanceTask
{
    private const int AtOnce = 500;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);
    private long _after;

    public string Name => "look after waiting jobs";

    public StoreTopic? WakesOn => null;

    public async Task<MaintenanceResult> RunOnceAsync(CancellationToken cancellationToken)
    {
        var check = await store.CheckWaitsAsync(_after, AtOnce, cancellationToken);
        _after = check.Next;
        if (check.Repaired > 0)
        {
            LogRepaired(check.Repaired);
        }

        return new MaintenanceResult(check.Repaired, Pace);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} jobs waited for something that had come already; they go on now.")]
    private partial void LogRepaired(int count);
}
