using System.Security.Cryptography;

namespace Isaa.Definitions;

/// <summary>One saved version of a definition; never changed after it was saved.</summary>
public sealed record DefinitionVersion
{
    /// <summary>Where it is kept.</summary>
    public required DefinitionKey Key { get; init; }

    /// <summary>The version, from 1, without gaps per key.</summary>
    public required int Version { get; init; }

    /// <summary>The <see cref="HashOf"/> of the body as it was saved.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The definition in its canonical JSON form.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Who saved it, as told; null when nobody said.</summary>
    public string? Author { get; init; }

    /// <summary>The newest decision about this version and these bytes; null while nobody decided.</summary>
    public DefinitionDecision? Decision { get; init; }

    /// <summary>Whether a person accepted this version and did not take it back.</summary>
    public bool IsAccepted => Decision is { IsAccepted: true };

    /// <summary>The SHA-256 of a body, in lower-case hexadecimal.</summary>
    /// <param name="body">The bytes.</param>
    public static string HashOf(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>Whether the body is still what was saved under this version.</summary>
    public bool IsIntact() => HashOf(Body.Span) == Hash;
}
