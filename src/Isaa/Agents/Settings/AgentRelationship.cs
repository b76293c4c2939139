namespace Isaa.Agents.Settings;

/// <summary>What another agent is to this one.</summary>
public sealed record AgentRelationship
{
    /// <summary>The other agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>What it is. Default: a peer.</summary>
    public RelationshipKind Kind { get; init; } = RelationshipKind.Peer;

    /// <summary>More about it, for people and models. Default: empty.</summary>
    public string Description { get; init; } = "";
}
