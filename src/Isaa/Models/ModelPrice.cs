namespace Isaa.Models;

/// <summary>What a model costs, in US dollars per million tokens.</summary>
public sealed record ModelPrice
{
    /// <summary>Per million input tokens.</summary>
    public required decimal InputPerMillion { get; init; }

    /// <summary>Per million output tokens.</summary>
    public required decimal OutputPerMillion { get; init; }

    /// <summary>Per million input tokens read from the provider's cache; null when they cost as much as others.</summary>
    public decimal? CachedInputPerMillion { get; init; }

    /// <summary>The cost of one call in US dollars.</summary>
    /// <param name="inputTokens">All input tokens, the cached ones included.</param>
    /// <param name="outputTokens">All output tokens.</param>
    /// <param name="cachedInputTokens">The part of the input that came from the cache.</param>
    public decimal Cost(long inputTokens, long outputTokens, long cachedInputTokens = 0) =>
        ((inputTokens - cachedInputTokens) * InputPerMillion
            + cachedInputTokens * (CachedInputPerMillion ?? InputPerMillion)
            + outputTokens * OutputPerMillion) / 1_000_000m;
}
