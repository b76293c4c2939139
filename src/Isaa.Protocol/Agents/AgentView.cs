namespace Isaa.Protocol.Agents;

/// <summary>An agent as lists show it.</summary>
public sealed record AgentView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The version of its definition: the newest, unless another was asked for.</summary>
    public required int Version { get; init; }

    /// <summary>The SHA-256 of this version, in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>When this version was saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What it is for; null when its author did not say. Untrusted.</summary>
    public string? Description { get; init; }

    /// <summary>The model it asks for; null for the default one.</summary>
    public string? Model { get; init; }

    /// <summary>The names of its tools.</summary>
    public required IReadOnlyList<string> Tools { get; init; }
}
