namespace Isaa.Jobs.Maintenance;

/// <summary>What a maintenance task did.</summary>
/// <param name="Count">How many jobs it touched.</param>
/// <param name="Next">How long to wait before the next time.</param>
public readonly record struct MaintenanceResult(int Count, TimeSpan Next);
