namespace Isaa.Jobs.Searching;

/// <summary>
/// A page of jobs, newest first. It may hold fewer than asked for, or none, and still not be the last: a page is cut where it has looked at as many jobs as one
/// call may.
/// </summary>
/// <param name="Jobs">The jobs.</param>
/// <param name="Next">Pass as <see cref="JobQuery.After"/> to read on; null on the last page.</param>
public sealed record JobPage(IReadOnlyList<Job> Jobs, JobPlace? Next);
