namespace Isaa.Protocol.Agents;

/// <summary>An agent as lists show it.</summary>
public sealed record AgentView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The newest version of its definition.</summary>
    public required int Version { get; init; }

    /// <summary>What it is for; null when its author did not say. Untrusted.</summary>
    public string? Description { get; init; }

    /// <summary>The model it asks for; null for the default one.</summary>
    public string? Model { get; init; }

    /// <summary>The names of its tools.</summary>
    public required IReadOnlyList<string> Tools { get; init; }
}
