using Isaa.Jobs;

namespace Isaa.Agents.Sessions;

/// <summary>A run that wants to go on with a session.</summary>
public sealed record SessionOpenRequest
{
    /// <summary>Whose session it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The session's id; it is made when there is none.</summary>
    public required string Session { get; init; }

    /// <summary>The run.</summary>
    public required JobId Run { get; init; }

    /// <summary>The run's agent.</summary>
    public required string Agent { get; init; }

    /// <summary>What the user says; written as the run's first message when the session opens for it the first time.</summary>
    public required string Input { get; init; }
}
