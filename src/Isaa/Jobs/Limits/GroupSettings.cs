namespace Isaa.Jobs.Limits;

/// <summary>How one group of a queue behaves, for all processes on the store.</summary>
public sealed record GroupSettings
{
    /// <summary>Whose queue it is. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>The group's key.</summary>
    public required string Key { get; init; }

    /// <summary>No job of it is started. Default: no.</summary>
    public bool IsPaused { get; init; }

    /// <summary>How many of its jobs run at once, in all processes together; null for the queue's default.</summary>
    public int? Concurrency { get; init; }

    /// <summary>How many of its jobs start in a time; null for the queue's default.</summary>
    public RateLimit? Rate { get; init; }
}
