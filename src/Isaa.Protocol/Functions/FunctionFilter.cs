namespace Isaa.Protocol.Functions;

/// <summary>Which functions to list.</summary>
public sealed record FunctionFilter
{
    /// <summary>Words that must all occur in name, description or tags; null for any.</summary>
    public string? Text { get; init; }

    /// <summary>A tag they must have; null for any.</summary>
    public string? Tag { get; init; }

    /// <summary>Only those whose newest version a person accepted (true) or did not (false); null for both.</summary>
    public bool? Accepted { get; init; }

    /// <summary>Only names after this one; null from the first.</summary>
    public string? After { get; init; }

    /// <summary>At most this many, 1 to 500. Default 100.</summary>
    public int Limit { get; init; } = 100;
}
