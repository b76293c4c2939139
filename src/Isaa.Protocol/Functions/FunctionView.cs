namespace Isaa.Protocol.Functions;

/// <summary>One version of a function, without its code.</summary>
public sealed record FunctionView
{
    /// <summary>The name it is called by.</summary>
    public required string Name { get; init; }

    /// <summary>The version, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The SHA-256 of the version, in hexadecimal.</summary>
    public required string Hash { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>What it is written in: <c>csharp</c>, <c>python</c> or <c>javascript</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Whether the strictest rules apply.</summary>
    public required bool SafeMode { get; init; }

    /// <summary>Words to find it by.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>How many tests are kept with it.</summary>
    public required int Tests { get; init; }

    /// <summary>Whether it may be called.</summary>
    public required bool IsUsable { get; init; }

    /// <summary>What a person decided about it; null while nobody did.</summary>
    public FunctionDecisionView? Decision { get; init; }

    /// <summary>Who saved it, as told; null when nobody said.</summary>
    public string? SavedBy { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}
