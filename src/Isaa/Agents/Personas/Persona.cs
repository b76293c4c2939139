using Isaa.Agents.Settings;

namespace Isaa.Agents.Personas;

/// <summary>How an agent presents itself: its manner, the form of its answers, and how hard it works. Immutable; a change is a new version.</summary>
public sealed record Persona
{
    /// <summary>The name it is called by, by the rules for agents' names.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for, for people. Default: empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Its style, in a word or two. Default <c>professional</c>.</summary>
    public string Style { get; init; } = "professional";

    /// <summary>Its tone, in a word or two. Default <c>friendly</c>.</summary>
    public string Tone { get; init; } = "friendly";

    /// <summary>Its traits. Default: helpful and concise.</summary>
    public IReadOnlyList<string> Traits { get; init; } = ["helpful", "concise"];

    /// <summary>What else it is told; null for nothing.</summary>
    public string? Instructions { get; init; }

    /// <summary>The form of its answers. Default: free text.</summary>
    public AnswerFormat Format { get; init; } = AnswerFormat.FreeText;

    /// <summary>The length of its answers; null for any.</summary>
    public AnswerLength? Length { get; init; }

    /// <summary>When it is applied. Default: before the answer.</summary>
    public PersonaMethod Apply { get; init; } = PersonaMethod.SystemPrompt;

    /// <summary>How much of it a model is told. Default: the manner and the form.</summary>
    public PersonaWeight Weight { get; init; } = PersonaWeight.Medium;

    /// <summary>How well an answer must keep to form and length when it is checked, 0 to 1; below it is sent back. Default 0.7.</summary>
    public double Quality { get; init; } = 0.7;

    /// <summary>Words in a request that call for this persona. Default: none.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Which of the agent's models it works with; null for the agent's own choice.</summary>
    public ModelChoice? Model { get; init; }

    /// <summary>The sampling temperature in place of the agent's, 0 to 2; null for the agent's.</summary>
    public double? Temperature { get; init; }

    /// <summary>What the agent's limit of turns is multiplied by, 0.1 to 5. Default 1.</summary>
    public double TurnFactor { get; init; } = 1;

    /// <summary>How thoroughly the work is checked, in place of the agent's own level; null for the agent's.</summary>
    public ValidationLevel? Verification { get; init; }
}
