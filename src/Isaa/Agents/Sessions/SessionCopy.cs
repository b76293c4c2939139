using Isaa.Jobs;

namespace Isaa.Agents.Sessions;

/// <summary>A new session that begins with what another one has up to a turn of one of its runs.</summary>
public sealed record SessionCopy
{
    /// <summary>Whose sessions they are.</summary>
    public required string Tenant { get; init; }

    /// <summary>The session that is copied.</summary>
    public required string From { get; init; }

    /// <summary>The new session's id.</summary>
    public required string To { get; init; }

    /// <summary>The run up to which it is copied.</summary>
    public required JobId Run { get; init; }

    /// <summary>The last turn of the run that is copied; null for all of them.</summary>
    public int? ThroughTurn { get; init; }
}
