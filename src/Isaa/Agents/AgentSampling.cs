using System.Text.Json.Serialization;

namespace Isaa.Agents;

/// <summary>How a model chooses its words.</summary>
public sealed record AgentSampling
{
    /// <summary>0 to 2; higher is freer. Default 0.7; null leaves it to the provider, for models that take none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Temperature { get; init; } = 0.7;

    /// <summary>The share of likely words considered, 0 to 1. Default 1: all.</summary>
    public double TopP { get; init; } = 1.0;

    /// <summary>Against repeating words by how often they came, -2 to 2. Default 0.</summary>
    public double FrequencyPenalty { get; init; }

    /// <summary>Against repeating words at all, -2 to 2. Default 0.</summary>
    public double PresencePenalty { get; init; }
}
