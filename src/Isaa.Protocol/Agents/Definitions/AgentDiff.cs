namespace Isaa.Protocol.Agents.Definitions;

/// <summary>What changed between two versions of an agent.</summary>
public sealed record AgentDiff
{
    /// <summary>A unified diff of their files; empty when nothing changed.</summary>
    public required string Diff { get; init; }
}
