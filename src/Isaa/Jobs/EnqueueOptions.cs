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

    /// <summary>Lower runs first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>The earliest time it may run; null for at once.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>What happens after a failed attempt. Default: no retry.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>How long one attempt may run; null for no limit.</summary>
    public TimeSpan? AttemptTimeout { get; init; }

    /// <summary>Capabilities a worker must declare to claim it.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    /// <summary>Words to search by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
