using Isaa.Jobs;

namespace Isaa.Chains.Durable;

/// <summary>How a durable run of a chain is added. All have a default.</summary>
public sealed record ChainStartOptions
{
    /// <summary>The session that every agent of the chain goes on with; null for a new one each.</summary>
    public string? Session { get; init; }

    /// <summary>The folder the chain's agents work in; the run is then bound to this machine. Null for none.</summary>
    public string? Folder { get; init; }

    /// <summary>How many branches of one group, or items of one map, run at once. Default 32.</summary>
    public int MaxParallel { get; init; } = 32;

    /// <summary>The job's id; adding one that exists already adds nothing. Null for a new one.</summary>
    public JobId? Id { get; init; }

    /// <summary>Whose run it is. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The queue it waits in. Default <c>default</c>.</summary>
    public string Queue { get; init; } = "default";

    /// <summary>Lower runs first. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>The earliest time it may run; null for at once.</summary>
    public DateTimeOffset? RunAt { get; init; }

    /// <summary>What happens after a failed attempt. Default: no retry; agents try again by their own policy.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.None;

    /// <summary>Words to search by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
