namespace Isaa.Jobs.Retention;

/// <summary>All jobs of a queue that ended in one state.</summary>
/// <param name="Tenant">Whose jobs.</param>
/// <param name="Queue">The queue.</param>
/// <param name="State">How they ended.</param>
/// <param name="Count">How many.</param>
/// <param name="Bytes">The length of their arguments and results.</param>
public sealed record EndedSum(string Tenant, string Queue, JobState State, long Count, long Bytes);
