using Isaa.Jobs.Adding;
using Isaa.Jobs.Flows;

namespace Isaa.Jobs.Store;

/// <summary>A job to be added, as the store takes it.</summary>
public sealed record NewJob
{
    /// <summary>The id; adding an id that exists already adds nothing and answers with the existing job.</summary>
    public required JobId Id { get; init; }

    /// <summary>Selects the handler, for example <c>agent.run</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The handler's arguments as UTF-8 JSON; never changed after the job was added.</summary>
    public required ReadOnlyMemory<byte> Arguments { get; init; }

    /// <summary>Whose job it is; part of every key. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The queue it waits in. Default <c>default</c>.</summary>
    public string Queue { get; init; } = "default";

    /// <summary>A short text for lists; not used by the engine. Null for none.</summary>
    public string? Label { get; init; }

    /// <summary>Lower runs first; 0 is normal; negative is urgent.</summary>
    public int Priority { get; init; }

    /// <summary>The earliest time it may run; null for at once.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>What happens after a failed attempt. Default: no retry.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>How long one attempt may run; null for no limit.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>How long it may wait for its first start, from the time at which it may run; null for no limit.</summary>
    public TimeSpan? ExpireAfter { get; init; }

    /// <summary>How long it may take in all, from its adding, all attempts and waits included; null for no limit.</summary>
    public TimeSpan? TotalTimeout { get; init; }

    /// <summary>Keeps jobs with the same key from piling up; null for none.</summary>
    public UniqueKey? Unique { get; init; }

    /// <summary>The group of its queue that it belongs to; null for none.</summary>
    public GroupKey? Group { get; init; }

    /// <summary>The last in is the first out: it runs before jobs of its lane and priority that were added before. Not together with a group.</summary>
    public bool IsLifo { get; init; }

    /// <summary>Capabilities a worker must declare to claim it, for example <c>host:ID</c>.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Words to search by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The W3C trace context of the caller; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The jobs that must end before it may run; those that are its children hand it their results.</summary>
    public IReadOnlyList<JobDependency> DependsOn { get; init; } = [];
}
