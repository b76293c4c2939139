namespace Isaa.Models.Limits;

/// <summary>What is known of a model.</summary>
public sealed record ModelLimits
{
    /// <summary>How many tokens input and output may have together; null when unknown.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>How many tokens one answer may have; null when unknown.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>What tokens cost; null when unknown.</summary>
    public ModelPrice? Price { get; init; }
}
