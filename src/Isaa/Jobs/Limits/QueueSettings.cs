namespace Isaa.Jobs.Limits;

/// <summary>How a queue behaves, for all processes on the store. A queue without settings has none of these limits.</summary>
public sealed record QueueSettings
{
    /// <summary>Whose queue it is. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>No job of it is started. Default: no.</summary>
    public bool IsPaused { get; init; }

    /// <summary>How many of its jobs run at once, in all processes together; null for no limit.</summary>
    public int? Concurrency { get; init; }

    /// <summary>How many of its jobs start in a time; null for no limit.</summary>
    public RateLimit? Rate { get; init; }

    /// <summary>How many jobs of each of its groups run at once; null for no limit. A group's own setting goes first.</summary>
    public int? GroupConcurrency { get; init; }

    /// <summary>How many jobs of each of its groups start in a time; null for no limit. A group's own setting goes first.</summary>
    public RateLimit? GroupRate { get; init; }
}
