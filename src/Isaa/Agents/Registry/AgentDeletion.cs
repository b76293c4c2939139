using Isaa.Jobs;

namespace Isaa.Agents.Registry;

/// <summary>What was deleted with an agent.</summary>
public sealed record AgentDeletion
{
    /// <summary>Versions of its definition; 0 when there was no such agent.</summary>
    public int Versions { get; init; }

    /// <summary>The ids of its sessions.</summary>
    public IReadOnlyList<string> Sessions { get; init; } = [];

    /// <summary>A run of it that has a session, for which nothing was deleted; null when there was none.</summary>
    public JobId? BlockedBy { get; init; }
}
