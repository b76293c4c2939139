namespace Isaa.Jobs.Flows;

/// <summary>One job that another waits for.</summary>
public sealed record JobDependency
{
    /// <summary>The job that must end first; it must exist, or be added before the other in the same call.</summary>
    public required JobId Job { get; init; }

    /// <summary>What happens when it does not end well. Default: the waiting job fails too.</summary>
    public FailurePolicy OnFailure { get; init; }

    /// <summary>Whether it is a child: part of the other's work, whose result the other reads. Default false.</summary>
    public bool IsChild { get; init; }

    /// <summary>Whether a child goes on when its parent ends without waiting for it by failing or by being cancelled. Default false: it is cancelled too.</summary>
    public bool OutlivesParent { get; init; }

    /// <summary>A dependency with the default policy.</summary>
    /// <param name="job">The job that must end first.</param>
    public static implicit operator JobDependency(JobId job) => FromJobId(job);

    /// <summary>A dependency with the default policy.</summary>
    /// <param name="job">The job that must end first.</param>
    public static JobDependency FromJobId(JobId job) => new() { Job = job };
}
