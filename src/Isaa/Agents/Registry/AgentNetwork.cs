using Isaa.Agents.Personas;

namespace Isaa.Agents.Registry;

/// <summary>Agents that belong together, with the saved personas they name.</summary>
public sealed record AgentNetwork
{
    /// <summary>The agents.</summary>
    public required IReadOnlyList<AgentDefinition> Agents { get; init; }

    /// <summary>The personas. Default: none.</summary>
    public IReadOnlyList<Persona> Personas { get; init; } = [];
}
