namespace Isaa.Jobs.Retention;

/// <summary>A job that ended, as retention sees it.</summary>
/// <param name="Row">The store's own key of the job; opaque to everyone else.</param>
/// <param name="Tenant">Whose job.</param>
/// <param name="Queue">Its queue.</param>
/// <param name="State">How it ended.</param>
/// <param name="FinishedAt">When.</param>
/// <param name="Bytes">The length of its arguments and result.</param>
public sealed record EndedJob(long Row, string Tenant, string Queue, JobState State, DateTimeOffset FinishedAt, long Bytes);
