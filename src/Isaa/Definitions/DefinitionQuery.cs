namespace Isaa.Definitions;

/// <summary>Which definitions to list.</summary>
public sealed record DefinitionQuery
{
    /// <summary>Whose definitions.</summary>
    public required string Tenant { get; init; }

    /// <summary>What they define.</summary>
    public required string Kind { get; init; }

    /// <summary>Words that must all occur in name, description or tags, letter case aside; null for any.</summary>
    public string? Text { get; init; }

    /// <summary>A tag they must have, letter case aside; null for any.</summary>
    public string? Tag { get; init; }

    /// <summary>Only those whose newest version is accepted (true) or is not (false); null for both.</summary>
    public bool? IsAccepted { get; init; }

    /// <summary>Only names after this one; null from the first.</summary>
    public string? After { get; init; }

    /// <summary>At most this many. Default 1,000.</summary>
    public int Limit { get; init; } = 1_000;

    /// <summary>Whether a definition is one of those asked for, apart from <see cref="After"/> and <see cref="Limit"/>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What its newest version is for.</param>
    /// <param name="tags">The words to find its newest version by.</param>
    /// <param name="isAccepted">Whether its newest version is accepted.</param>
    public bool Matches(string name, string description, IReadOnlyList<string> tags, bool isAccepted)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(description);
        return (IsAccepted is null || IsAccepted == isAccepted)
            && (Tag is null || tags.Contains(Tag, StringComparer.OrdinalIgnoreCase))
            && (Text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).All(word =>
                Has(name, word) || Has(description, word) || tags.Any(tag => Has(tag, word)));
    }

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
