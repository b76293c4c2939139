namespace Isaa.Functions.Executions;

/// <summary>Which executions to list, newest first.</summary>
public sealed record FunctionExecutionQuery
{
    /// <summary>Whose functions. Default <c>default</c>.</summary>
    public string Tenant { get; init; } = "default";

    /// <summary>Only of this function; null for all.</summary>
    public string? Function { get; init; }

    /// <summary>Only of this version; null for all.</summary>
    public int? Version { get; init; }

    /// <summary>Only with this outcome; null for all.</summary>
    public FunctionOutcome? Outcome { get; init; }

    /// <summary>Only those that gave no result (true) or gave one (false); null for both.</summary>
    public bool? IsFailed { get; init; }

    /// <summary>Only called by this agent; null for all.</summary>
    public string? Agent { get; init; }

    /// <summary>Only called in this session; null for all.</summary>
    public string? Session { get; init; }

    /// <summary>Only called by this job; null for all.</summary>
    public string? Job { get; init; }

    /// <summary>Only those that began at this time or later; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only those on record before this one; null from the newest.</summary>
    public Guid? Before { get; init; }

    /// <summary>At most this many. Default 100.</summary>
    public int Limit { get; init; } = 100;
}
