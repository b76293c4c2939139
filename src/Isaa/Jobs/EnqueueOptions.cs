using Isaa.Jobs.Adding;
using Isaa.Jobs.Flows;

namespace Isaa.Jobs;

/// <summary>How a job is added. All have a default.</summary>
public sealed record EnqueueOptions
{
    /// <summary>The id; adding an id that exists already adds nothing. Null for a new one.</summary>
    public JobId? Id { get; init; }

    /// <summary>Whose job it is. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The queue it waits in. Default <c>default</c>.</summary>
    public string Queue { get; init; } = "default";

    /// <summary>A short text for lists. Null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Lower runs first, but waiting counts: a job waits at most an ageing step (10 minutes) longer for each level. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>The earliest time it may run; null for at once.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>What happens after a failed attempt. Default: no retry.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>How long one attempt may run; null for no limit.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>How long it may wait for its first start, from the time at which it may run; then it fails with <c>queue_expired</c>. Null for no limit.</summary>
    public TimeSpan? ExpireAfter { get; init; }

    /// <summary>
    /// How long it may take in all, from its adding, all attempts and waits included; then it fails with <c>job_timeout</c>. Null for no limit.
    /// </summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>Keeps jobs with the same key from piling up; null for none.</summary>
    public UniqueKey? Unique { get; init; }

    /// <summary>The group of its queue that it belongs to; groups take turns and may have limits. Null for none.</summary>
    public GroupKey? Group { get; init; }

    /// <summary>
    /// The last in is the first out: it runs before jobs of the same queue, kind and priority that were added before, and a level of priority before those that
    /// are first in, first out. Not together with a group. Default: no.
    /// </summary>
    public bool IsLifo { get; init; }

    /// <summary>Capabilities a worker must declare to claim it.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Words to search by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The jobs that must end before it may run.</summary>
    public IReadOnlyList<JobDependency> DependsOn { get; init; } = [];
}
