namespace Isaa.Jobs.Searching;

/// <summary>A part of a count.</summary>
/// <param name="States">How many jobs there are in each state; states without jobs are left out.</param>
/// <param name="Next">Where to count on; null when all was counted.</param>
public sealed record JobTally(IReadOnlyDictionary<JobState, long> States, JobPlace? Next);
