using Isaa.Jobs;

namespace Isaa.Agents.Sessions;

/// <summary>A conversation that runs share.</summary>
public sealed record Session
{
    /// <summary>Whose session it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>Its id, unique per tenant.</summary>
    public required string Id { get; init; }

    /// <summary>The agent of its newest run.</summary>
    public required string Agent { get; init; }

    /// <summary>When its first run began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its newest run began.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>How many runs it has had.</summary>
    public required int Runs { get; init; }

    /// <summary>The run that has it now; null when none has.</summary>
    public JobId? OpenRun { get; init; }
}
