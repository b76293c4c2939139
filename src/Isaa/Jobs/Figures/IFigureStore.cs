namespace Isaa.Jobs.Figures;

/// <summary>The port to how queues do. Thread safe. Errors as those of <see cref="Store.IJobStore"/>.</summary>
public interface IFigureStore
{
    /// <summary>How many of the jobs that ended last are looked at: 2,000.</summary>
    public const int LookedAt = 2000;

    /// <summary>The figures of all queues in which a job is ready or ended lately. The cost does not grow with the number of jobs.</summary>
    Task<IReadOnlyList<QueueFigures>> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The jobs that are ready and that no living worker takes, by tenant, queue and kind. They wait until one comes that does.</summary>
    /// <param name="now">The time; a worker lives whose lease has not ended then.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<UnservedJobs>> ReadUnservedAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The workers that live, or died and were not noticed yet, the one that began first before the others.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IReadOnlyList<WorkerStanding>> ReadWorkersAsync(CancellationToken cancellationToken);
}
