namespace Isaa.Protocol.Agents.Definitions;

/// <summary>All that is wrong with some agents.</summary>
public sealed record AgentFindings
{
    /// <summary>The findings; empty when nothing is wrong.</summary>
    public required IReadOnlyList<AgentFindingView> Findings { get; init; }
}
