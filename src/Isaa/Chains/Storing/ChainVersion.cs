using Isaa.Definitions;

namespace Isaa.Chains.Storing;

/// <summary>One saved version of a chain; never changed after it was saved.</summary>
public sealed record ChainVersion
{
    /// <summary>Whose chain it is.</summary>
    public required string Tenant { get; init; }

    /// <summary>The chain's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version, from 1, without gaps per name.</summary>
    public required int Version { get; init; }

    /// <summary>The SHA-256 of what was saved, in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who saved it, as told; null when nobody said.</summary>
    public string? SavedBy { get; init; }

    /// <summary>The chain as text, with its comments.</summary>
    public required string Text { get; init; }

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The newest decision about this version; null while nobody decided.</summary>
    public DefinitionDecision? Decision { get; init; }

    /// <summary>Whether a person accepted this version and did not take it back. Others run only when whoever starts them accepts that once.</summary>
    public bool IsAccepted => Decision is { IsAccepted: true };

    /// <summary>The chain that the text says.</summary>
    /// <exception cref="Text.ChainSyntaxException">The text was read by another version of the language.</exception>
    public Chain ToChain() => Chains.Text.ChainText.Parse(Text, Name);
}
