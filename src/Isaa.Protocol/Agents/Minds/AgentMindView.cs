using Isaa.Protocol.Jobs;

namespace Isaa.Protocol.Agents.Minds;

/// <summary>What an agent keeps in mind beside its runs.</summary>
public sealed record AgentMindView
{
    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>How often it was changed.</summary>
    public required int Edition { get; init; }

    /// <summary>The project it works on; null for none.</summary>
    public string? Project { get; init; }

    /// <summary>The issue it works on; null for none.</summary>
    public string? Issue { get; init; }

    /// <summary>What it works towards, oldest first.</summary>
    public required IReadOnlyList<AgentMemoryView> Goals { get; init; }

    /// <summary>Notes, oldest first.</summary>
    public required IReadOnlyList<AgentMemoryView> Notes { get; init; }

    /// <summary>Promises, oldest first; those kept say when.</summary>
    public required IReadOnlyList<AgentMemoryView> Promises { get; init; }

    /// <summary>What it learned, oldest first.</summary>
    public required IReadOnlyList<AgentMemoryView> Learnings { get; init; }

    /// <summary>What it does and did: its newest runs, at most 10.</summary>
    public required IReadOnlyList<JobView> Activities { get; init; }
}
