using Isaa.Jobs.Store;

namespace Isaa.Jobs.Maintenance;

/// <summary>Something a store needs done from time to time. Several processes may do it at once without harm.</summary>
public interface IMaintenanceTask
{
    /// <summary>Its name in logs.</summary>
    string Name { get; }

    /// <summary>What else wakes it before its time; null for nothing.</summary>
    StoreTopic? WakesOn { get; }

    /// <summary>Does it once.</summary>
    /// <returns>What was done, and when to do it again.</returns>
    Task<MaintenanceResult> RunOnceAsync(CancellationToken cancellationToken);
}
