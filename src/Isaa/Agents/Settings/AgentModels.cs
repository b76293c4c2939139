namespace Isaa.Agents.Settings;

/// <summary>The models an agent works with, each as <c>provider/model</c>.</summary>
public sealed record AgentModels
{
    /// <summary>The model for light work; null for <see cref="Complex"/>.</summary>
    public string? Fast { get; init; }

    /// <summary>The model for heavy work; null for the agent's <see cref="AgentDefinition.Model"/>.</summary>
    public string? Complex { get; init; }

    /// <summary>The models tried in this order when the chosen one cannot be called. Default: none.</summary>
    public IReadOnlyList<string> Fallbacks { get; init; } = [];

    /// <summary>Which of the two a run uses unless its persona or its request says otherwise. Default: the one for heavy work.</summary>
    public ModelChoice Prefer { get; init; } = ModelChoice.Complex;
}
