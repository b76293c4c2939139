namespace Isaa.Jobs.Store;

/// <summary>A held job that somebody asked to cancel.</summary>
/// <param name="Job">The job.</param>
/// <param name="Reason">Why.</param>
public readonly record struct CancelRequest(JobId Job, string Reason);
