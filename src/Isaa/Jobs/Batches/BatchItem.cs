namespace Isaa.Jobs.Batches;

/// <summary>One job of a batch.</summary>
/// <typeparam name="TArguments">The kind's arguments.</typeparam>
/// <param name="Arguments">The job's arguments.</param>
/// <param name="Context">The job, its steps and its events.</param>
/// <param name="CancellationToken">Ends when this job is cancelled, times out, its lease is lost or the worker stops.</param>
public sealed record BatchItem<TArguments>(TArguments Arguments, JobContext Context, CancellationToken CancellationToken);
