namespace Isaa.Jobs.Limits;

/// <summary>How many jobs of one tenant, queue and kind are in one state.</summary>
/// <param name="Tenant">Whose jobs.</param>
/// <param name="Queue">The queue.</param>
/// <param name="Kind">The kind.</param>
/// <param name="State">The state.</param>
/// <param name="Count">How many; at least 1.</param>
public sealed record LaneCount(string Tenant, string Queue, string Kind, JobState State, long Count);
