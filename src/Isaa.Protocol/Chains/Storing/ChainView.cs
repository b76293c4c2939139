namespace Isaa.Protocol.Chains.Storing;

/// <summary>A version of a stored chain, without its text.</summary>
public sealed record ChainView
{
    /// <summary>The chain's name.</summary>
    public required string Name { get; init; }

    /// <summary>The version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The SHA-256 of what was saved, in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who saved it, as told; null when nobody said.</summary>
    public string? SavedBy { get; init; }

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether a person accepted this version: <c>accepted</c>, <c>refused</c> or <c>open</c>.</summary>
    public required string Acceptance { get; init; }

    /// <summary>Who accepted or refused it; null while nobody did.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>Why, in that person's words; null for none.</summary>
    public string? Note { get; init; }
}
