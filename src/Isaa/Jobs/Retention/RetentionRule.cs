namespace Isaa.Jobs.Retention;

/// <summary>How long one queue keeps jobs that ended in one state, in place of the default.</summary>
public sealed record RetentionRule
{
    /// <summary>Whose queue. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>The queue.</summary>
    public required string Queue { get; init; }

    /// <summary>Completed, failed, cancelled or dead.</summary>
    public required JobState State { get; init; }

    /// <summary>How long.</summary>
    public required RetentionLimit Limit { get; init; }
}
