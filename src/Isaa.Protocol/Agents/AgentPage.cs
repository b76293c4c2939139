namespace Isaa.Protocol.Agents;

/// <summary>All agents by name.</summary>
public sealed record AgentPage
{
    /// <summary>The agents.</summary>
    public required IReadOnlyList<AgentView> Agents { get; init; }
}
