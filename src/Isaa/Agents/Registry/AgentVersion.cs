using Isaa.Agents.Definitions;
using Isaa.Definitions;

namespace Isaa.Agents.Registry;

/// <summary>One saved version of an agent's definition; never changed after it was saved.</summary>
public sealed record AgentVersion
{
    /// <summary>Whose agent it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The version, from 1, without gaps per name.</summary>
    public required int Version { get; init; }

    /// <summary>The SHA-256 of the definition in its canonical JSON form, in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The definition.</summary>
    public required AgentDefinition Definition { get; init; }

    /// <summary>The agent's name.</summary>
    public string Name => Definition.Name;

    internal static AgentVersion Of(DefinitionVersion stored) => new()
    {
        Tenant = stored.Key.Tenant,
        Version = stored.Version,
        Hash = stored.Hash,
        CreatedAt = stored.CreatedAt,
        Definition = AgentDefinitionJson.Read(stored.Body.Span),
    };
}
