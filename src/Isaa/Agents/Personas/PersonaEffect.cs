namespace Isaa.Agents.Personas;

/// <summary>What a persona changes in the definition that a run works with.</summary>
internal static class PersonaEffect
{
    public static AgentDefinition Apply(AgentDefinition definition, Persona? persona) => persona is null ? definition : definition with
    {
        Sampling = persona.Temperature is { } temperature ? definition.Sampling with { Temperature = temperature } : definition.Sampling,
        Reasoning = persona.Verification is { } level ? definition.Reasoning with { Validation = level } : definition.Reasoning,
    };

    /// <summary>The limit of turns stretched or shortened; a run without one keeps none.</summary>
    public static AgentLimits Apply(AgentLimits limits, Persona? persona) => persona is null || limits.Turns is not { } turns
        ? limits
        : limits with { Turns = Math.Max(1, (int)Math.Min(int.MaxValue, Math.Ceiling(turns * persona.TurnFactor))) };
}
