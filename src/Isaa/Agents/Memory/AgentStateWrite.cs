using Isaa.Jobs.Store;

namespace Isaa.Agents.Memory;

/// <summary>Changes of what an agent keeps in mind, in one transaction with the step that makes them. They are applied to what is there then.</summary>
public sealed record AgentStateWrite : StoreWrite
{
    /// <summary>Whose agent it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The changes, in order.</summary>
    public required IReadOnlyList<AgentStateChange> Changes { get; init; }
}
