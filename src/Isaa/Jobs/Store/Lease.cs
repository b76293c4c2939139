namespace Isaa.Jobs.Store;

/// <summary>
/// The right to write to an active job. Every write of a worker carries it; once the job was rescued, cancelled for good or claimed again,
/// the store refuses the write.
/// </summary>
/// <param name="Job">The job.</param>
/// <param name="Worker">The worker that holds it.</param>
/// <param name="Token">The fencing token: grows with each claim of the job.</param>
/// <param name="Row">The store's own key of the job; opaque to everyone else.</param>
public readonly record struct Lease(JobId Job, WorkerId Worker, int Token, long Row);
