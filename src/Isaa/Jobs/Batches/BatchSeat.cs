namespace Isaa.Jobs.Batches;

/// <summary>One job's place in a batch.</summary>
/// <param name="batch">The batch.</param>
/// <param name="number">Its place among the others.</param>
internal sealed class BatchSeat(JobBatch batch, int number)
{
    /// <summary>Its place among the others: jobs are handed over in the order in which they were claimed, not in which they came.</summary>
    public int Number => number;

    /// <summary>Whether the job came, or gave its seat up; guarded by the batch.</summary>
    public bool HasArrived { get; set; }

    /// <summary>Brings the job to its seat.</summary>
    /// <returns>The job's outcome, when the batch has run.</returns>
    public Task<JobOutcome> JoinAsync(ReadOnlyMemory<byte> arguments, JobContext context, CancellationToken cancellationToken) =>
        batch.JoinAsync(this, arguments, context, cancellationToken);

    /// <summary>The job has ended.</summary>
    /// <returns>True when it was the last of its batch.</returns>
    public bool Leave() => batch.Leave(this);
}
