namespace Isaa.Agents.Sessions;

/// <summary>Which messages of a session to read, in the order of their places.</summary>
public sealed record SessionQuery
{
    /// <summary>Whose session it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The session's id.</summary>
    public required string Session { get; init; }

    /// <summary>Up to this run's messages, these included; null for all.</summary>
    public int? ThroughRun { get; init; }

    /// <summary>Only the last so many runs before that one; null for all.</summary>
    public int? RunsBefore { get; init; }
}
